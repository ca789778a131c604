create table public.orders (id bigint, region text) partition by list (region);
create table public.orders_eu partition of public.orders for values in ('de', 'fr', null);
