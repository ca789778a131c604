create table public.things (id integer, name text);
create table public.books (id integer, name text, isbn text);
alter table public.books inherit public.things;
