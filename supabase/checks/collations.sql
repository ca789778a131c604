-- Collations whose library sorts otherwise now than when the collation was made, and that indexes depend on.
select
  n.nspname::text as schema,
  c.collname::text as name,
  c.collversion as recorded,
  pg_collation_actual_version(c.oid) as actual,
  array(
    select distinct quote_ident(s.nspname) || '.' || quote_ident(i.relname)
    from pg_catalog.pg_depend d
    join pg_catalog.pg_class i on i.oid = d.objid and i.relkind in ('i', 'I')
    join pg_catalog.pg_namespace s on s.oid = i.relnamespace
    where d.classid = 'pg_catalog.pg_class'::regclass
      and d.refclassid = 'pg_catalog.pg_collation'::regclass and d.refobjid = c.oid
    order by 1
  ) as indexes
from pg_catalog.pg_collation c
join pg_catalog.pg_namespace n on n.oid = c.collnamespace
where c.collversion is not null
  and c.collprovider <> 'd'
  and c.collversion is distinct from pg_collation_actual_version(c.oid)
order by n.nspname, c.collname
