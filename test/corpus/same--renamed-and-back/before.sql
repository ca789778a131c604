create table public.t (id integer constraint t_pkey primary key, n text);
create index t_n on public.t (n);
