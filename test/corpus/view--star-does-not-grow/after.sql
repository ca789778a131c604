create table public.links (id integer, url text);
create view public.everything as select * from public.links;
alter table public.links add column title text;
