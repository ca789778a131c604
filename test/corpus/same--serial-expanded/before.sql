create table public.users (id serial primary key, n bigserial);
