create function public.a(text) returns text language sql strict as 'select $1';
create function public.b(text) returns text language sql parallel safe as 'select $1';
create function public.c(text) returns text language sql leakproof as 'select $1';
create function public.d(text) returns setof text language sql cost 500 rows 5 as 'select $1';
