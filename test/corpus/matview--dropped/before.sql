create table public.hits (page text);
create materialized view public.popular as select page, count(*) as n from public.hits group by page;
create unique index popular_page on public.popular (page);
comment on materialized view public.popular is 'Refreshed nightly.';
comment on index public.popular_page is 'For refresh.';
