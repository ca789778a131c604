create table public.nodes (id integer, parent integer);
create recursive view public.paths (id, depth) as
  select id, 0 from public.nodes where parent is null
  union all
  select n.id, p.depth + 1 from public.nodes n join paths p on p.id = n.parent where p.depth < 10;
