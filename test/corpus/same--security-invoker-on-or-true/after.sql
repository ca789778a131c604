create view public.v with (security_invoker = on) as select 1 as id;
create view public.w with (security_barrier) as select 1 as id;
