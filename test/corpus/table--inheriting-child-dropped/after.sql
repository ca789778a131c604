create table public.things (id integer, name text check (name <> ''));
