create view public.v with (security_invoker = true) as select 1 as id;
create view public.w with (security_barrier = true) as select 1 as id;
