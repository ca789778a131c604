create table public.links (id integer, url text);
create view public.urls as select url from public.links;
create view public.short_urls as select url from public.urls where length(url) < 20;
drop view public.urls cascade;
