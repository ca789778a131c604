-- The server itself, in one row: who asks and what that role may see, what is used up, and the counters that say something
-- beside an earlier reading. Every role may read all of it.
select
  current_setting('server_version_num')::int as server,
  current_user::text as role,
  pg_has_role('pg_read_all_stats', 'usage') as monitors,
  (select r.rolinherit from pg_catalog.pg_roles r where r.rolname = current_user) as inherits,
  pg_is_in_recovery() as standby,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as clock,
  (extract(epoch from pg_postmaster_start_time()) * 1000)::float8 as started,
  current_setting('max_connections')::int as max_connections,
  current_setting('superuser_reserved_connections')::int
    + coalesce(current_setting('reserved_connections', true)::int, 0) as reserved_connections,
  (select sum(b.numbackends) from pg_catalog.pg_stat_database b)::int as connections,
  current_setting('autovacuum_freeze_max_age')::float8 as freeze_max_age,
  current_setting('autovacuum_multixact_freeze_max_age')::float8 as multixact_freeze_max_age,
  (select max(age(x.datfrozenxid)) from pg_catalog.pg_database x where x.datallowconn)::float8 as xid_age,
  (select max(mxid_age(x.datminmxid)) from pg_catalog.pg_database x where x.datallowconn)::float8 as mxid_age,
  d.datname::text as database,
  pg_database_size(d.oid)::float8 as size,
  d.datcollversion as collation_version,
  pg_database_collation_actual_version(d.oid) as collation_actual,
  (extract(epoch from s.stats_reset) * 1000)::float8 as stats_reset,
  s.xact_commit::float8 as commits,
  s.xact_rollback::float8 as rollbacks,
  s.blks_read::float8 as blocks_read,
  s.blks_hit::float8 as blocks_hit,
  s.temp_bytes::float8 as temp_bytes,
  s.deadlocks::float8 as deadlocks,
  current_setting('data_checksums') = 'on' as checksums,
  s.checksum_failures::float8 as checksum_failures,
  current_setting('archive_mode') <> 'off' as archives,
  a.archived_count::float8 as archived,
  a.failed_count::float8 as archive_failures,
  (extract(epoch from a.last_archived_time) * 1000)::float8 as archived_at,
  (extract(epoch from a.last_failed_time) * 1000)::float8 as archive_failed_at,
  -- What is set for the database or for everybody; what the role that looks has set for itself does not count.
  exists (
    select from pg_catalog.pg_db_role_setting r
    where r.setrole = 0 and r.setdatabase in (0, d.oid)
      and exists (select from unnest(r.setconfig) c (said) where c.said in (
        'default_transaction_read_only=on', 'default_transaction_read_only=true'
      ))
  ) or exists (
    select from pg_catalog.pg_settings p
    where p.name = 'default_transaction_read_only' and p.setting = 'on'
      and p.source in ('configuration file', 'command line', 'environment variable', 'global', 'database')
  ) as read_only,
  array(select p.name from pg_catalog.pg_settings p where p.pending_restart order by p.name) as pending_restart,
  -- Eight digits of a digest: a value may be a secret.
  (
    select coalesce(json_object_agg(p.name, left(md5(coalesce(p.setting, '')), 8) order by p.name), '{}')
    from pg_catalog.pg_settings p
    where p.source in ('configuration file', 'command line', 'environment variable', 'global')
      and p.name not in ('config_file', 'data_directory', 'external_pid_file', 'hba_file', 'ident_file')
  ) as settings
from pg_catalog.pg_database d
join pg_catalog.pg_stat_database s on s.datid = d.oid
cross join pg_catalog.pg_stat_archiver a
where d.datname = current_database()
