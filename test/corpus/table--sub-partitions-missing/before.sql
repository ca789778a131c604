create table public.sales (id bigint, region text, at date) partition by list (region);
create table public.sales_eu partition of public.sales for values in ('eu') partition by range (at);
create table public.sales_eu_2025 partition of public.sales_eu for values from ('2025-01-01') to ('2026-01-01');
create table public.sales_us partition of public.sales for values in ('us');
create index sales_at on public.sales (at);
