create table public.nodes (id integer, parent integer, name text, rank integer);
create view public.a as
  select id, (select count(*) from public.nodes c where c.parent = n.id and c.rank > (select avg(rank) from public.nodes)) as children
  from public.nodes n where id in (select parent from public.nodes where name <> '') and rank = any (array(select rank from public.nodes));
create view public.b as select id from (select id, name from (select id, name from public.nodes where rank > 1) x where id > 2) y where name <> '';
create view public.c as with n as (select id from public.nodes) select id from n union select id from public.nodes where rank > 3 order by id;
