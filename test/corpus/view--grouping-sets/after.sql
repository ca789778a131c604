create table public.sales (region text, at date, amount numeric);
create view public.cube as
  select region, date_trunc('month', at) as month, grouping(region) as g, sum(amount)
  from public.sales group by rollup (region, date_trunc('month', at));
