-- Indexes that a CREATE or REINDEX … CONCURRENTLY left behind, and whether one is at work on them now.
select
  n.nspname::text as schema,
  c.relname::text as name,
  t.relname::text as relation,
  i.indisunique as is_unique,
  i.indisready as is_written,
  exists (
    select from pg_catalog.pg_stat_progress_create_index p
    where p.datname = current_database() and p.index_relid = i.indexrelid
  ) or exists (
    -- Whoever builds it holds a lock on its table that only CONCURRENTLY, VACUUM and ANALYZE take.
    select from pg_catalog.pg_locks l
    join pg_catalog.pg_stat_progress_create_index p on p.pid = l.pid
    where l.relation = i.indrelid and l.mode = 'ShareUpdateExclusiveLock' and l.granted
      and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
  ) as building
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class t on t.oid = i.indrelid
where not i.indisvalid
  -- An index of a partitioned table is invalid until each partition has its own.
  and c.relkind = 'i'
order by n.nspname, c.relname
