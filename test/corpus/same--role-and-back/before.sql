create role pl_plain;
grant usage on schema public to pl_plain;
