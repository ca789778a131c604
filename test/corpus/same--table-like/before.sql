create table public.a (id integer primary key, n text default 'x' check (n <> ''));
create index a_n on public.a (n);
create table public.b (id integer primary key, n text default 'x' constraint a_n_check check (n <> ''));
create index b_n_idx on public.b (n);
