create role pl_auditor;
