create function public.a(text) returns text language sql as 'select $1';
create function public.b(text) returns text language sql as 'select $1';
create function public.c(text) returns text language sql as 'select $1';
create function public.d(text) returns setof text language sql cost 500 rows 50 as 'select $1';
