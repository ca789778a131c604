create table public.orders (id bigint generated always as identity (start with 1000 cache 10));
