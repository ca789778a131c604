create aggregate public.total(basetype = integer, sfunc = pg_catalog.int4pl, stype = integer, initcond = '0');
create or replace aggregate public.total(integer) (stype = integer, initcond = '0', sfunc = int4pl);
