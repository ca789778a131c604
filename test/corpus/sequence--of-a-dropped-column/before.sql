create table public.orders (id integer, number serial);
