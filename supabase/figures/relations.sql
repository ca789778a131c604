-- How much each table of a user's schema holds, and how often it is written: estimates that every role may read. A row a
-- table or materialized view; null is not known. Figures are of the moment: they are no facts, and no digest is made of them.
select
  n.nspname as schema,
  c.relname as name,
  -- A partitioned table holds nothing itself; its partitions are listed, too.
  case when c.relkind = 'p' then (
    select case when bool_and(p.reltuples >= 0) then sum(p.reltuples) end
    from pg_catalog.pg_partition_tree(c.oid) t
    join pg_catalog.pg_class p on p.oid = t.relid
    where t.isleaf
  ) when c.reltuples >= 0 then c.reltuples end::float8 as rows,
  -- 8192: pages as of the last vacuum or analyze. The true size would take a lock.
  case when c.relkind = 'p' then (
    select sum(p.relpages::float8) * 8192
    from pg_catalog.pg_partition_tree(c.oid) t
    join pg_catalog.pg_class p on p.oid = t.relid
    where t.isleaf
  ) when c.reltuples >= 0 then c.relpages::float8 * 8192 end::float8 as bytes,
  (s.n_tup_ins + s.n_tup_upd + s.n_tup_del)::float8 as writes,
  -- Seconds since the counters began; from 15 on null where they were never reset.
  extract(epoch from now() - d.stats_reset)::float8 as counted_seconds,
  s.n_mod_since_analyze::float8 as writes_since_analyze,
  extract(epoch from now() - greatest(s.last_analyze, s.last_autoanalyze))::float8 as analyzed_seconds
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_tables s on s.relid = c.oid
left join pg_catalog.pg_stat_database d on d.datname = current_database()
where c.relkind in ('r', 'p', 'm')
  and c.relpersistence <> 't'
  and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
order by n.nspname, c.relname
