create table public.a (id integer primary key);
create table public.b (a integer, at date) partition by range (at);
create table public.b_2025 partition of public.b for values from ('2025-01-01') to ('2026-01-01');
alter table public.b add constraint ref foreign key (a) references public.a;
