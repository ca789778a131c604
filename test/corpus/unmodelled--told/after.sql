create table public.t (id integer);
create type public.span as range (subtype = integer);
create aggregate public.total (integer) (sfunc = int4pl, stype = integer);
create rule quiet as on delete to public.t do instead nothing;
