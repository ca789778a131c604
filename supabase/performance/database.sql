-- The database as a whole, and what says whether its counters still compare with earlier ones. One row. Every role may read it.
select
  current_setting('server_version_num')::int as server,
  floor(extract(epoch from clock_timestamp()) * 1000)::float8 as clock,
  (extract(epoch from pg_postmaster_start_time()) * 1000)::float8 as started,
  (extract(epoch from s.stats_reset) * 1000)::float8 as reset,
  pg_database_size(d.oid)::float8 as bytes,
  s.numbackends::float8 as connections,
  s.xact_commit::float8 as commits,
  s.xact_rollback::float8 as rollbacks,
  s.blks_hit::float8 as blocks_hit,
  s.blks_read::float8 as blocks_read,
  s.temp_bytes::float8 as temp_bytes,
  -- Whom the journal belongs to: the role that runs the migrations.
  (
    select pg_get_userbyid(c.relowner)::text
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = :'journal_schema' and c.relname = :'journal_table'
  ) as migrator
from pg_catalog.pg_database d
join pg_catalog.pg_stat_database s on s.datid = d.oid
where d.datname = current_database()
