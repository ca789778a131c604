create table public.hits (a integer, b integer, c integer);
create index hits_a on public.hits (a);
create index hits_b on public.hits (b);
create index hits_c on public.hits (c desc);
