create role pl_owner;
create schema app;
create function app.secret(key text, n int default 1) returns text language sql as $$ select key $$;
create procedure app.tidy() language sql as $$ select 1 $$;
create aggregate app.total(int) (sfunc = int4pl, stype = int);
alter function app.secret owner to pl_owner;
alter procedure app.tidy owner to pl_owner;
alter aggregate app.total(int) owner to pl_owner;
