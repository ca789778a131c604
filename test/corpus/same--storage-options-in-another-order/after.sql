create table public.t (id integer) with (autovacuum_enabled = false);
alter table public.t set (fillfactor = 70);
create view public.v as select 1 as id;
alter view public.v set (security_invoker = true);
alter view public.v set (security_barrier = true);
