create table public.t (a integer, b text);
create index on public.t (a);
create unique index on public.t (lower(b), a);
