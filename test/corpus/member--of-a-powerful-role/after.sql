create role pl_auditor;
grant service_role to pl_auditor;
