create schema app;
create table app.notes (id int, body text);
grant select, insert, update, references, trigger, truncate on app.notes to authenticated;
