create table public.links (id integer, url text);
create view public.urls as select id, url as location from public.links;
