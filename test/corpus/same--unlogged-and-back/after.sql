create unlogged table public.t (id serial primary key);
alter table public.t set logged;
