-- The foreign keys whose rows can be looked through for orphans, and what keeps the role from it: a lock, a privilege, or policies that
-- would hide rows. NOT VALID ones come first, then the smallest tables.
with locked as materialized (
  select distinct l.relation as oid
  from pg_catalog.pg_locks l
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    and l.pid is distinct from pg_backend_pid()
)
select
  n.nspname::text as schema,
  t.relname::text as relation,
  k.conname::text as name,
  array(
    select a.attname::text from unnest(k.conkey) with ordinality o (num, nr)
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.num order by o.nr
  ) as columns,
  m.nspname::text as target_schema,
  r.relname::text as target,
  array(
    select a.attname::text from unnest(k.confkey) with ordinality o (num, nr)
    join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = o.num order by o.nr
  ) as target_columns,
  k.confmatchtype = 'f' as match_full,
  k.convalidated as valid,
  greatest(t.relpages, 0)::float8 * 8192 as bytes,
  exists (select from locked l where l.oid in (k.conrelid, k.confrelid)) as locked,
  array(
    select quote_ident(s.nspname) || '.' || quote_ident(c.relname)
    from (values (k.conrelid, k.conkey), (k.confrelid, k.confkey)) side (relid, cols)
    join pg_catalog.pg_class c on c.oid = side.relid
    join pg_catalog.pg_namespace s on s.oid = c.relnamespace
    where not has_schema_privilege(s.oid, 'usage')
      or exists (select from unnest(side.cols) u (num) where not has_column_privilege(side.relid, u.num, 'select'))
    order by 1
  ) as denied,
  array(
    select quote_ident(s.nspname) || '.' || quote_ident(c.relname)
    from (values (k.conrelid), (k.confrelid)) side (relid)
    join pg_catalog.pg_class c on c.oid = side.relid
    join pg_catalog.pg_namespace s on s.oid = c.relnamespace
    where row_security_active(c.oid)
    order by 1
  ) as hidden
from pg_catalog.pg_constraint k
join pg_catalog.pg_class t on t.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
join pg_catalog.pg_class r on r.oid = k.confrelid
join pg_catalog.pg_namespace m on m.oid = r.relnamespace
where k.contype = 'f' and k.conparentid = 0 and t.relkind in ('r', 'p')
order by k.convalidated, t.relpages, n.nspname, t.relname, k.conname
