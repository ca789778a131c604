create function public.add_all(integer, integer) returns integer language sql immutable as 'select $1 + $2';
create aggregate public.total(integer) (sfunc = public.add_all, stype = integer, initcond = '0');
