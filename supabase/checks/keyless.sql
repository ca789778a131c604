-- Tables without a primary key. A partition has that of its table.
select n.nspname::text as schema, c.relname::text as name, greatest(c.reltuples, 0)::float8 as rows
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
  and c.relpersistence <> 't'
  and not c.relispartition
  and n.nspname !~ '^pg_'
  and not exists (select from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary)
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
  )
order by n.nspname, c.relname
