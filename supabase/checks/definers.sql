-- Functions that run as their owner and look names up where the caller says.
select
  n.nspname::text as schema,
  p.proname::text as name,
  pg_get_function_identity_arguments(p.oid) as arguments,
  has_function_privilege('public', p.oid, 'execute') as for_everybody
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where p.prosecdef
  and n.nspname !~ '^pg_'
  and not exists (select from unnest(p.proconfig) c (said) where c.said like 'search_path=%')
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
  )
order by n.nspname, p.proname, 3
