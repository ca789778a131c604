create table public.things (id integer, name text);
create table public.books (isbn text) inherits (public.things);
