create table public.things (id integer, name text check (name <> ''));
create table public.books (isbn text) inherits (public.things);
