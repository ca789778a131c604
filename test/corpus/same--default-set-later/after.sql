create table public.t (id integer, n integer, s text default 'gone');
alter table public.t alter column n set default 2, alter column s drop default;
alter table public.t alter column n set default 1, alter column n set not null;
