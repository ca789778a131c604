create table public.a (id integer primary key) partition by range (id);
create table public.a_1 partition of public.a for values from (0) to (10);
create table public.b (a integer constraint ref references public.a);
create table public.a_2 partition of public.a for values from (10) to (20);
