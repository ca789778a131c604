create table public.users (id integer, name text);
create view public.v as select id from public.users;
create or replace view public.v with (security_invoker = true) as select id, name from public.users;
