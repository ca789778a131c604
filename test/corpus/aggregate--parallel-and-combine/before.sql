create aggregate public.total(integer) (sfunc = int4pl, stype = integer);
