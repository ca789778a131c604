create schema app;
create table app.notes (id int, body text);
grant select, insert on app.notes to authenticated;
