-- Where pg_stat_statements is, and whether the server has loaded it.
select
  n.nspname::text as schema,
  current_setting('pg_stat_statements.max', true) is not null as loaded,
  has_schema_privilege(n.oid, 'usage') as usable
from pg_catalog.pg_extension e
join pg_catalog.pg_namespace n on n.oid = e.extnamespace
where e.extname = 'pg_stat_statements'
  and string_to_array(e.extversion, '.')::int[] >= array[1, 9]
