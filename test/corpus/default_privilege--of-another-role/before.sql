create role pl_maker;
create schema app;
