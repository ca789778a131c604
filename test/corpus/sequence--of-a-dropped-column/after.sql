create table public.orders (id integer);
