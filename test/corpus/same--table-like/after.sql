create table public.a (id integer primary key, n text default 'x' check (n <> ''));
create index a_n on public.a (n);
create table public.b (like public.a including all);
