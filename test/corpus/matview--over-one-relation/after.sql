create table public.users (id integer, name text);
create materialized view public.names as select id, name from public.users where id > 2 order by name;
