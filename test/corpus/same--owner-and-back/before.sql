create role pl_keeper;
create schema app;
create table app.notes (id int, body text);
grant select on app.notes to anon;
