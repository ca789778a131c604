create role pl_owner;
create schema app;
