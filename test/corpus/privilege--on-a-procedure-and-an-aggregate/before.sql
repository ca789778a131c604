create schema app;
create procedure app.tidy() language sql as $$ select 1 $$;
create aggregate app.total(int) (sfunc = int4pl, stype = int);
