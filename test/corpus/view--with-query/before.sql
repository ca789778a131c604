create table public.hits (page text, at timestamptz);
create view public.daily as
  with recent as (select page, at from public.hits where at > now() - interval '1 day'),
       counted as materialized (select page, count(*) as n from recent group by page)
  select page, n from counted where n > 1;
