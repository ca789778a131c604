create table public.things (id integer);
create table public.books (isbn text) inherits (public.things);
alter table public.things add column name text not null default '';
