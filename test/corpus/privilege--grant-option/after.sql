create schema app;
create table app.notes (id int, body text);
grant select on app.notes to service_role with grant option;
