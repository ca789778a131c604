create schema app;
create table app.notes (id int, body text);
grant select (body), update (id, body) on app.notes to anon;
