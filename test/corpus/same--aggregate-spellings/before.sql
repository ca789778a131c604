create aggregate public.total(int4) (sfunc = int4pl, stype = int, initcond = '0');
