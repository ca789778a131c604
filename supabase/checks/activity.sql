-- The sessions of this database in which something has been going on for more than a second, or which wait for another. Of sessions of
-- other roles PostgreSQL shows only that they are there, unless the role may use pg_read_all_stats: `hidden`.
select
  a.pid,
  a.usename::text as role,
  coalesce(a.application_name, '') as application,
  a.state,
  coalesce(a.query = '<insufficient privilege>', false) as hidden,
  extract(epoch from clock_timestamp() - a.query_start)::float8 as query_seconds,
  extract(epoch from clock_timestamp() - a.state_change)::float8 as state_seconds,
  extract(epoch from clock_timestamp() - a.xact_start)::float8 as transaction_seconds,
  a.backend_xmin is not null or a.backend_xid is not null as keeps_rows,
  -- Empty for those who wait for nobody.
  case when a.wait_event_type = 'Lock' then pg_blocking_pids(a.pid) else '{}' end as blocked_by,
  -- Relations that nobody else can read while it goes on.
  array(
    select quote_ident(n.nspname) || '.' || quote_ident(c.relname)
    from pg_catalog.pg_locks l
    join pg_catalog.pg_class c on c.oid = l.relation
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where l.pid = a.pid and l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and l.granted
      and l.database = a.datid and c.relkind in ('r', 'p', 'm', 'v')
    order by 1
  ) as exclusive
from pg_catalog.pg_stat_activity a
where a.datname = current_database()
  and a.pid <> pg_backend_pid()
  and coalesce(a.backend_type, 'client backend') in ('client backend', 'parallel worker')
  and (
    a.query = '<insufficient privilege>'
    or a.wait_event_type = 'Lock'
    or a.state <> 'idle' and a.xact_start < clock_timestamp() - interval '1 second'
  )
order by a.xact_start nulls last, a.pid
