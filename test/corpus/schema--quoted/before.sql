create schema "Tenant.A (EU)";
create table "Tenant.A (EU)"."User Accounts" ("Id" integer primary key);
