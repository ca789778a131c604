-- Tables of which row security and policies do not go together, or that a role of the API may use without either.
select
  n.nspname::text as schema,
  c.relname::text as name,
  c.relrowsecurity as enabled,
  (select count(*) from pg_catalog.pg_policy p where p.polrelid = c.oid)::int as policies,
  array(
    select r.rolname::text
    from pg_catalog.pg_roles r
    where r.rolname in ('anon', 'authenticated')
      and has_schema_privilege(r.oid, n.oid, 'usage')
      and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')
    order by r.rolname
  ) as open_to
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
  and c.relpersistence <> 't'
  and n.nspname !~ '^pg_'
  and c.relrowsecurity = (not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid))
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
  )
union all
select n.nspname::text, c.relname::text, false, 0, array(
    select r.rolname::text
    from pg_catalog.pg_roles r
    where r.rolname in ('anon', 'authenticated')
      and has_schema_privilege(r.oid, n.oid, 'usage')
      and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')
    order by r.rolname
  )
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
  and c.relpersistence <> 't'
  and n.nspname !~ '^pg_'
  and not c.relrowsecurity
  and not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid)
  and exists (
    select from pg_catalog.pg_roles r
    where r.rolname in ('anon', 'authenticated')
      and has_schema_privilege(r.oid, n.oid, 'usage')
      and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')
  )
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
  )
order by 1, 2
