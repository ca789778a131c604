create role pl_owner;
create schema app;
alter schema app owner to pl_owner;
