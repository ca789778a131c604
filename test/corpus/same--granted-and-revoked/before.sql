create schema app;
create table app.notes (id int, body text);
create function app.secret(key text, n int default 1) returns text language sql as $$ select key $$;
