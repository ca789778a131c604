create table public.t (id integer) with (fillfactor = 70, autovacuum_enabled = false);
create view public.v with (security_barrier = true, security_invoker = true) as select 1 as id;
