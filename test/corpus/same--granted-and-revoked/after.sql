create schema app;
create table app.notes (id int, body text);
create function app.secret(key text, n int default 1) returns text language sql as $$ select key $$;
grant all on app.notes to anon;
revoke all on app.notes from anon;
grant select (body) on app.notes to anon;
revoke select (body) on app.notes from anon;
revoke execute on function app.secret from public;
grant execute on function app.secret to public;
