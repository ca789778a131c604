create table public.sales (id bigint, region text, at date) partition by list (region);
create table public.sales_us partition of public.sales for values in ('us');
create index sales_at on public.sales (at);
