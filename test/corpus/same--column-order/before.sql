create table public.users (id integer, email text, name text);
