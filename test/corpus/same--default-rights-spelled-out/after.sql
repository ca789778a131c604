create schema app;
create table app.notes (id int, body text);
create function app.secret(key text, n int default 1) returns text language sql as $$ select key $$;
create type app.mood as enum ('sad', 'ok');
create domain app.email as text;
grant all on app.notes to postgres;
grant execute on function app.secret to public, postgres;
grant usage on type app.mood to public;
grant all on schema app to postgres;
