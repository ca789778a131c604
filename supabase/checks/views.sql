-- Views that read a table with row security as their owner, and that a role of the API may read.
select distinct
  n.nspname::text as schema,
  v.relname::text as name,
  s.nspname::text as table_schema,
  t.relname::text as relation,
  array(
    select r.rolname::text
    from pg_catalog.pg_roles r
    where r.rolname in ('anon', 'authenticated')
      and has_schema_privilege(r.oid, n.oid, 'usage') and has_table_privilege(r.oid, v.oid, 'select')
    order by r.rolname
  ) as open_to
from pg_catalog.pg_class v
join pg_catalog.pg_namespace n on n.oid = v.relnamespace
join pg_catalog.pg_rewrite w on w.ev_class = v.oid and w.rulename = '_RETURN'
join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
  and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> v.oid
join pg_catalog.pg_class t on t.oid = d.refobjid and t.relkind in ('r', 'p') and t.relrowsecurity
join pg_catalog.pg_namespace s on s.oid = t.relnamespace
where v.relkind = 'v'
  and n.nspname !~ '^pg_'
  and not coalesce((
    select o.option_value in ('true', 'on', '1', 'yes')
    from pg_options_to_table(v.reloptions) o where o.option_name = 'security_invoker'
  ), false)
  and not exists (
    select from pg_catalog.pg_depend e
    where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = v.oid and e.deptype = 'e'
  )
order by 1, 2, 3, 4
