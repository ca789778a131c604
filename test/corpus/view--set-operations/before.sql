create table public.a (id integer, name text);
create table public.b (id integer, name text);
create view public.names as
  (select name from public.a union all select name from public.b) except select name from public.a where id = 1 order by 1;
