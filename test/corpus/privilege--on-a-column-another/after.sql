create schema app;
create table app.notes (id int, body text);
grant update (body) on app.notes to anon;
