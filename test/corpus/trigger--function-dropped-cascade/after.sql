create table public.a (id integer);
create table public.b (id integer);
