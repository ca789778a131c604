-- How big each table is, as of its last vacuum or analyze, with its indexes and what is stored out of line; and whether its rows may be
-- counted. Reads estimates alone: a table's true size would take a lock.
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
  c.relname::text as name,
  case when c.reltuples < 0 then null else c.reltuples end::float8 as rows,
  coalesce(s.n_live_tup, 0)::float8 as live,
  greatest(c.relpages, 0)::float8 as pages,
  (
    greatest(c.relpages, 0)::float8
    + coalesce((select sum(i.relpages) from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid), 0)
    + coalesce((select greatest(t.relpages, 0) from pg_catalog.pg_class t where t.oid = c.reltoastrelid), 0)
  ) * current_setting('block_size')::float8 as bytes,
  not exists (select from locked l where l.oid = c.oid)
    and has_schema_privilege(n.oid, 'usage')
    and has_table_privilege(c.oid, 'select')
    and not row_security_active(c.oid) as countable
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_tables s on s.relid = c.oid
where c.relkind in ('r', 'm') and c.relpersistence <> 't'
  and n.nspname <> 'information_schema' and n.nspname not like 'pg\_%'
order by bytes desc, n.nspname, c.relname
