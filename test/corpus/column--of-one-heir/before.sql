create table public.things (id integer, name text default 'thing');
create table public.books (isbn text) inherits (public.things);
