create table public.hits (a integer, b integer);
create index hits_a on public.hits (a, b);
