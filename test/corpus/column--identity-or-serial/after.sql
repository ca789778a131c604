create table public.orders (id serial);
