create schema app;
create table app.notes (id int, body text);
create role pl_viewer;
grant select on app.notes to pl_viewer;
