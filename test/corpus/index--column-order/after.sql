create table public.hits (a integer, b integer);
create index hits_ab on public.hits (b, a);
