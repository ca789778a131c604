-- The foreign keys whose rows can be looked through for orphans, and what keeps the role from it: a lock, a privilege, or policies that
-- would hide rows. NOT VALID ones come first, then the smallest tables. Big partitioned tables come partition by partition, where the role
-- may read each: only so can one be gone on with block by block.
with recursive locked as materialized (
  select distinct l.relation as oid
  from pg_catalog.pg_locks l
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    and l.pid is distinct from pg_backend_pid()
),
-- PostgreSQL keeps a key of a partitioned table once more for each of its partitions, and for each of those that it refers to.
parts as (
  select k.oid, k.oid as root, k.conrelid, k.confrelid
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class o on o.oid = k.conrelid
  join pg_catalog.pg_class f on f.oid = k.confrelid
  where k.contype = 'f' and k.conparentid = 0 and 'p' in (o.relkind, f.relkind)
  union all
  select k.oid, p.root, k.conrelid, k.confrelid
  from parts p
  join pg_catalog.pg_constraint k on k.conparentid = p.oid and k.contype = 'f'
),
leaves as (
  select
    p.oid,
    p.root,
    c.relpages,
    has_schema_privilege(c.relnamespace, 'usage')
      and not row_security_active(c.oid)
      and not exists (
        select from unnest(k.conkey) u (num) where not has_column_privilege(c.oid, u.num, 'select')
      ) as open
  from parts p
  join pg_catalog.pg_constraint k on k.oid = p.oid
  join pg_catalog.pg_constraint whole on whole.oid = p.root and whole.confrelid = k.confrelid
  join pg_catalog.pg_class c on c.oid = k.conrelid
  where p.oid <> p.root and c.relkind = 'r'
),
-- 128 MB, from which on functions/run/health/orphans.ts looks through a table in passes.
apart as (
  select l.root from leaves l group by l.root having sum(greatest(l.relpages, 0)) > 16384 and bool_and(l.open)
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
  t.relkind = 'p' as partitioned,
  exists (
    select
    from locked l
    where l.oid in (k.conrelid, k.confrelid)
      or exists (select from parts p where p.root = k.oid and l.oid in (p.conrelid, p.confrelid))
  ) as locked,
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
where k.contype = 'f'
  and t.relkind in ('r', 'p')
  and case
    when k.conparentid = 0 then k.oid not in (select a.root from apart a)
    else k.oid in (select l.oid from leaves l join apart a on a.root = l.root)
  end
order by k.convalidated, t.relpages, n.nspname, t.relname, k.conname
