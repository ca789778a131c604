create table public.nodes (id integer, parent integer, name text);
create view public.leaves as
  select id, name from public.nodes where not exists (select 1 from public.nodes c where c.id = nodes.parent)
  and name = (select max(name) from public.nodes);
