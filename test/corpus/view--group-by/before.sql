create table public.sales (region text, at date, amount numeric);
create view public.totals as
  select region, count(*) filter (where amount > 0) as sales, sum(amount) as amount, string_agg(distinct region, ',' order by region) as names
  from public.sales group by region having sum(amount) > 100 order by amount desc nulls last limit 10;
