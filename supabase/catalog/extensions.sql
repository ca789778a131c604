-- extension:NAME, without its version (the platform moves versions). What Supabase installs in its own schemas is left out.
select
  'extension' as kind,
  '' as schema,
  null::oid as relation,
  'extension:' || quote_ident(e.extname) as key,
  null::text as parent,
  'schema ' || quote_ident(n.nspname) as value
from pg_catalog.pg_extension e
join pg_catalog.pg_namespace n on n.oid = e.extnamespace
where e.extname <> 'plpgsql'
  and not (
    e.extname in (
      'pg_graphql', 'pg_stat_statements', 'pgcrypto', 'pgjwt', 'pgsodium', 'supabase_vault', 'uuid-ossp'
    )
    and n.nspname in ('extensions', 'graphql', 'pgsodium', 'vault')
  )
