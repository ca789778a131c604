create schema app;
create table app.notes (id int, body text);
create role pl_crew;
grant select on app.notes to pl_crew;
