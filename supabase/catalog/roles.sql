-- role:NAME, what it may do at all; and member:ROLE/MEMBER, who may act as it. Passwords are not read.
select
  'role' as kind,
  '' as schema,
  null::oid as relation,
  'role:' || r.ident as key,
  null::text as parent,
  concat_ws(', ',
    case when o.rolcanlogin then 'login' else 'nologin' end,
    case when o.rolinherit then 'inherit' else 'noinherit' end,
    case when o.rolsuper then 'superuser' end,
    case when o.rolbypassrls then 'bypassrls' end,
    case when o.rolcreaterole then 'createrole' end,
    case when o.rolcreatedb then 'createdb' end,
    case when o.rolreplication then 'replication' end,
    case when o.rolconnlimit <> -1 then 'connection limit ' || o.rolconnlimit end,
    case when o.rolvaliduntil is not null then 'valid until ' || quote_literal(o.rolvaliduntil) end
  ) as value
from concerned_roles r
join pg_catalog.pg_roles o on o.oid = r.oid
union all
select
  'member',
  '',
  null::oid,
  'member:' || m.role || '/' || m.name,
  concat_ws(e'\n', 'role:' || m.role, 'role:' || m.name),
  'admin ' || m.admin || ', inherit ' || m.inherit || ', set ' || m.sets
from memberships m
