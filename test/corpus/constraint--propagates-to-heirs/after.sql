create table public.things (id integer, constraint positive check (id > 0));
create table public.books (isbn text) inherits (public.things);
