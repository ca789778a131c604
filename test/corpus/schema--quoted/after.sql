create schema "Tenant.A (EU)";
