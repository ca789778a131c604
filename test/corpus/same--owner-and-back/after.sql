create role pl_keeper;
create schema app;
create table app.notes (id int, body text);
grant select on app.notes to anon;
alter table app.notes owner to pl_keeper;
alter table app.notes owner to postgres;
