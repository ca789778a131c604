-- Who owns and holds what now, one row a word, by identities that outlive a change of name: object, maker and holder are
-- `class:oid:column`, or `role:oid`. Follows the queries of supabase/catalog/scope.sql.
select 'privilege' as kind, o.class::oid || ':' || o.oid || ':0' as object, null as maker, '' as part, 'role:' || e.grantee as holder,
  e.privilege_type as word
from owned o
cross join lateral aclexplode(o.acl) e
union all
select 'privilege', o.class::oid || ':' || o.oid || ':0', null, '', 'role:' || e.grantee, e.privilege_type || ' with grant option'
from owned o
cross join lateral aclexplode(o.acl) e
where e.is_grantable
union all
select 'privilege', 'pg_catalog.pg_class'::regclass::oid || ':' || c.oid || ':' || c.attnum, null, '', 'role:' || e.grantee, w.word
from granted_columns c
cross join lateral aclexplode(c.acl) e
cross join lateral (values (e.privilege_type, true), (e.privilege_type || ' with grant option', e.is_grantable)) w (word, held)
where w.held
union all
select 'owner', o.class::oid || ':' || o.oid || ':0', null, '', null, quote_ident(pg_get_userbyid(o.owner))
from owned o
where o.shares = o.key
union all
select 'default_privilege', 'pg_catalog.pg_namespace'::regclass::oid || ':' || nullif(d.namespace, 0) || ':0', 'role:' || d.role,
  case d.type
    when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' when 'n' then 'schemas'
    else 'large objects'
  end,
  'role:' || e.grantee, w.word
from (
  select a.defaclrole as role, a.defaclnamespace as namespace, a.defaclobjtype as type, a.defaclacl as acl
  from pg_catalog.pg_default_acl a
  union all
  -- What everybody may do with new functions and types unless it is revoked.
  select r.oid, 0, b.type, acldefault(b.type, r.oid)
  from pg_catalog.pg_roles r
  cross join (values ('f'::"char"), ('T'::"char")) b (type)
  where not exists (
    select from pg_catalog.pg_default_acl a where a.defaclrole = r.oid and a.defaclnamespace = 0 and a.defaclobjtype = b.type
  )
) d
cross join lateral aclexplode(d.acl) e
cross join lateral (values (e.privilege_type, true), (e.privilege_type || ' with grant option', e.is_grantable)) w (word, held)
where w.held
union all
select 'member', 'role:' || m.roleid, null, '', 'role:' || m.member, w.word
from pg_catalog.pg_auth_members m
cross join lateral (
  values ('set true', coalesce((to_jsonb(m) ->> 'set_option')::boolean, true)), ('admin true', m.admin_option)
) w (word, held)
where w.held
