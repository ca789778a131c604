-- Where pg_stat_statements is, and whether the role that looks sees what others run. One row, always. Every role may read it.
select
  (
    select n.nspname::text
    from pg_catalog.pg_extension e
    join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_stat_statements'
  ) as schema,
  (select e.extversion from pg_catalog.pg_extension e where e.extname = 'pg_stat_statements') as version,
  -- Its settings are there once the server has loaded it.
  current_setting('pg_stat_statements.max', true) is not null as loaded,
  coalesce(current_setting('pg_stat_statements.track', true), '') as track,
  coalesce(current_setting('pg_stat_statements.track_utility', true), '') as utility,
  current_setting('compute_query_id') as query_id,
  coalesce((
    select has_schema_privilege(e.extnamespace, 'usage')
    from pg_catalog.pg_extension e
    where e.extname = 'pg_stat_statements'
  ), false) as usable,
  pg_has_role('pg_read_all_stats', 'usage') as monitors,
  current_user::text as role
