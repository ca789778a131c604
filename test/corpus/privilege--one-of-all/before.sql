create schema app;
create table app.notes (id int, body text);
grant all on app.notes to authenticated;
