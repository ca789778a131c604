create table public.orders (id integer generated always as identity);
alter table public.orders alter column id drop identity;
