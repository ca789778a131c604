create table public.hits (page text, at timestamptz);
create materialized view public.popular as select page, count(*) as n from public.hits group by page;
