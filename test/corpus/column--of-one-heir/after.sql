create table public.things (id integer, name text default 'thing');
create table public.books (name text default 'book', isbn text) inherits (public.things);
