-- How each table is read and written, and how much it holds: counters and estimates that every role may read and no lock guards.
select
  n.nspname::text as schema,
  c.relname::text as name,
  case when c.reltuples >= 0 then c.reltuples end::float8 as rows,
  coalesce(s.n_live_tup, 0)::float8 as live,
  -- 8192: pages as of the last vacuum or analyze. The true size would take a lock.
  c.relpages::float8 * 8192 as bytes,
  coalesce((
    select sum(x.relpages) from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid
  ), 0)::float8 * 8192 as index_bytes,
  coalesce(s.seq_scan, 0)::float8 as seq_scans,
  coalesce(s.seq_tup_read, 0)::float8 as seq_rows,
  coalesce(s.idx_scan, 0)::float8 as index_scans,
  (s.n_tup_ins + s.n_tup_upd + s.n_tup_del)::float8 as writes,
  (extract(epoch from greatest(s.last_analyze, s.last_autoanalyze)) * 1000)::float8 as analyzed,
  -- Another one than before: the table was rewritten.
  c.relfilenode::text as file
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_tables s on s.relid = c.oid
where c.relkind in ('r', 'm')
  and c.relpersistence <> 't'
  and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
order by coalesce(s.seq_tup_read, 0) + coalesce(s.idx_scan, 0) desc, n.nspname, c.relname
limit 1000
