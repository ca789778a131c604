create table public.accounts (id integer, name text);
