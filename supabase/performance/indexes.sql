-- How often each index was used, and what would make it again. What a definition would wait for is left out: while a session holds or awaits
-- ACCESS EXCLUSIVE on the table, `definition` is null.
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
  c.relname::text as name,
  coalesce(s.idx_scan, 0)::float8 as scans,
  i.indisunique as is_unique,
  i.indpred is not null as partial,
  c.relpages::float8 * 8192 as bytes,
  -- Names of the key's columns; null in place of an expression.
  array(
    select a.attname::text
    from unnest(i.indkey) with ordinality k (number, place)
    left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number and k.number > 0
    where k.place <= i.indnkeyatts
    order by k.place
  ) as columns,
  (
    select pg_get_constraintdef(o.oid)
    from pg_catalog.pg_constraint o
    where o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x')
  ) as constraint,
  case when not exists (select from locked l where l.oid in (i.indexrelid, i.indrelid)) then
    pg_get_indexdef(i.indexrelid)
  end as definition
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_indexes s on s.indexrelid = i.indexrelid
where c.relkind = 'i'
  and i.indisvalid
  and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
order by coalesce(s.idx_scan, 0) desc, n.nspname, c.relname
limit 1000
