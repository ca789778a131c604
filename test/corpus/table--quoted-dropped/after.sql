create table public.plain (id integer);
