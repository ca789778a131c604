create table public.users (name text, id integer, email text);
