-- Indexes that no query has used since the counters began, that keep no constraint and serve no foreign key. On a standby they may be used.
select
  n.nspname::text as schema,
  c.relname::text as name,
  t.relname::text as relation,
  c.relpages::float8 * 8192 as bytes,
  extract(epoch from clock_timestamp() - coalesce(d.stats_reset, pg_postmaster_start_time()))::float8 as counted_seconds,
  d.stats_reset is null as never_reset
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_stat_all_indexes s on s.indexrelid = i.indexrelid
join pg_catalog.pg_stat_database d on d.datname = current_database()
where s.idx_scan = 0
  and i.indisvalid
  and not i.indisunique
  and not i.indisexclusion
  and not i.indisreplident
  and not i.indisclustered
  and c.relkind = 'i'
  and n.nspname !~ '^pg_'
  and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid)
  and not exists (
    select from pg_catalog.pg_constraint k
    where k.contype = 'f' and k.conrelid = i.indrelid and (i.indkey::int2[])[0] = any (k.conkey)
  )
order by n.nspname, c.relname
