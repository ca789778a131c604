create role pl_owner;
create schema app;
create table app.notes (id serial primary key);
create sequence app.numbers;
alter table app.notes owner to pl_owner;
