create table public.orders (id integer generated always as identity primary key);
