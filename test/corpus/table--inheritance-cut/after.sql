create table public.things (id integer, name text);
create table public.books (isbn text) inherits (public.things);
alter table public.books no inherit public.things;
