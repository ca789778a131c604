create table public.t (id integer not null, n integer, constraint t_pkey primary key (id));
alter table public.t alter column n set not null;
