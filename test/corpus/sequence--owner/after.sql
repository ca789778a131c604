create table public.orders (id bigint, number bigint);
create sequence public.numbers owned by none;
