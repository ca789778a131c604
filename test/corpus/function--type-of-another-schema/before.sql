create schema app;
create type app.status as enum ('a', 'b');
create function app.next(s app.status) returns app.status language sql as $$ select 'b'::app.status $$;
