create table public.hits (page text, at timestamptz);
create view public.busy as
  select page, n from (select page, count(*) as n from public.hits group by page) counted where n > 10;
