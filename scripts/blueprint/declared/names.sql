-- What the identities of rights.sql are called now, the group that is, and whose owner it shares. What is only just made is
-- asked for by its name (`role@app`), and goes by its identity from then on.
select null as asked, o.class::oid || ':' || o.oid || ':0' as id, o.key as name, o.schema, case when o.shares is not null then 'owner:' || o.key end as parent
from owned o
union all
select null, 'pg_catalog.pg_class'::regclass::oid || ':' || r.oid || ':' || a.attnum, 'column:' || r.name || '.' || quote_ident(a.attname), r.schema,
  'owner:' || r.key
from relations r
join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
where a.attrelid || ':' || a.attnum = any (:columns)
union all
select 'role@' || r.rolname, 'role:' || r.oid, quote_ident(r.rolname), '', 'role:' || quote_ident(r.rolname)
from pg_catalog.pg_roles r
union all
select null, 'role:0', 'public', '', null
union all
select 'schema@' || s.name, 'pg_catalog.pg_namespace'::regclass::oid || ':' || s.oid || ':0', 'schema:' || s.ident, s.name, 'owner:schema:' || s.ident
from schemas s
