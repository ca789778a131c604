create schema app;
create table app.notes (id int, body text);
grant update on app.notes to authenticated;
