-- A view keeps the columns that * meant when it was made.
create table public.links (id integer, url text);
create view public.everything as select * from public.links;
