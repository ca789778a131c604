create table public.x (y integer constraint z primary key, n text);
create index t_n on public.x (n);
alter table public.x rename column y to id;
alter table public.x rename constraint z to t_pkey;
alter table public.x rename to t;
