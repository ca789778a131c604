-- One relation on each level: PostgreSQL 15 and 16 differ in what they qualify.
create table public.nodes (id integer, parent integer, name text);
create view public.leaves as
  select id, name from public.nodes where not exists (select 1 from public.nodes c where c.parent = nodes.id)
  and name = (select max(name) from public.nodes);
