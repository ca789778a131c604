create table public.hits (a integer, b integer, c integer);
create index hits_a on public.hits (a desc);
create index hits_b on public.hits (b nulls first);
create index hits_c on public.hits (c desc nulls last);
