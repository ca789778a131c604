create table public.users (id integer, name text);
create view public.v with (security_invoker = true) as select id, name from public.users;
