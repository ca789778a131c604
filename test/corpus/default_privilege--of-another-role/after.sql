create role pl_maker;
create schema app;
alter default privileges for role pl_maker grant select on tables to authenticated;
alter default privileges for role pl_maker in schema app grant execute on functions to authenticated with grant option;
