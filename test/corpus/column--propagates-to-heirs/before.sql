create table public.things (id integer);
create table public.books (isbn text) inherits (public.things);
