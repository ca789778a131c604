create table public.links (id integer, gone boolean, url text);
create view public.live_links as select id, url from public.links;
