-- How a database is doing as a whole: figures of the moment that every role may read. One row; null is not known.
select
  pg_catalog.pg_database_size(d.oid)::float8 as bytes,
  (select count(*) from pg_catalog.pg_stat_activity a where a.backend_type = 'client backend')::int as connections,
  (select s.setting from pg_catalog.pg_settings s where s.name = 'max_connections')::int as most_connections,
  -- Seconds since the oldest transaction of anybody began; of other roles' only where this one may see them.
  (
    select extract(epoch from max(now() - a.xact_start))
    from pg_catalog.pg_stat_activity a
    where a.backend_type = 'client backend' and a.pid <> pg_backend_pid()
  )::float8 as oldest_transaction,
  -- Of 2,000,000,000, at which PostgreSQL takes no more writes.
  pg_catalog.age(d.datfrozenxid)::float8 as transaction_age,
  s.deadlocks::float8 as deadlocks,
  (s.blks_hit::float8 / nullif(s.blks_hit + s.blks_read, 0))::float8 as cache_hits
from pg_catalog.pg_database d
left join pg_catalog.pg_stat_database s on s.datid = d.oid
where d.datname = current_database()
