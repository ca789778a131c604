create schema app;
create function app.secret(key text, n int default 1) returns text language sql as $$ select key $$;
revoke execute on function app.secret from public;
