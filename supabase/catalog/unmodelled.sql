-- Objects of a kind that no other file reads. They are counted, so that their absence from the comparison is said.
-- (docs/coverage.md has the whole list.)
select 'unmodelled ' || o.what as kind, coalesce(s.name, '') as schema, null::oid as relation,
  'unmodelled ' || o.what || ':' || concat_ws('.', s.ident, quote_ident(o.name)) as key,
  null::text as parent, '' as value
from (
  select 'pg_catalog.pg_type'::regclass as class, t.oid, 'base type' as what, t.typnamespace as namespace, t.typname as name
  from pg_catalog.pg_type t
  where t.typtype in ('b', 'p') and not exists (select from pg_catalog.pg_type e where e.typarray = t.oid)
  union all
  select 'pg_catalog.pg_conversion'::regclass, c.oid, 'conversion', c.connamespace, c.conname
  from pg_catalog.pg_conversion c
  union all
  select 'pg_catalog.pg_ts_parser'::regclass, p.oid, 'text search parser', p.prsnamespace, p.prsname
  from pg_catalog.pg_ts_parser p
  union all
  select 'pg_catalog.pg_ts_template'::regclass, t.oid, 'text search template', t.tmplnamespace, t.tmplname
  from pg_catalog.pg_ts_template t
  union all
  -- What is of no schema is the user's when it was made after the database was.
  select 'pg_catalog.pg_language'::regclass, l.oid, 'language', 0, l.lanname
  from pg_catalog.pg_language l where l.oid >= 16384
  union all
  select 'pg_catalog.pg_am'::regclass, m.oid, 'access method', 0, m.amname
  from pg_catalog.pg_am m where m.oid >= 16384
  union all
  select 'pg_catalog.pg_transform'::regclass, t.oid, 'transform', 0, format_type(t.trftype, null)::name
  from pg_catalog.pg_transform t where t.oid >= 16384
  union all
  select 'pg_catalog.pg_subscription'::regclass, u.oid, 'subscription', 0, u.subname
  from pg_catalog.pg_subscription u
  where u.subdbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
  union all
  select 'pg_catalog.pg_largeobject_metadata'::regclass, null, 'large object', 0, 'any'
  where exists (select from pg_catalog.pg_largeobject_metadata)
  union all
  -- Those of pgsodium are the platform's.
  select 'pg_catalog.pg_seclabel'::regclass, null, 'security label', 0, l.provider::name
  from pg_catalog.pg_seclabel l where l.provider <> 'pgsodium'
  group by l.provider
) o
left join schemas s on s.oid = o.namespace
where (s.oid is not null or o.namespace = 0)
  and not exists (select from extension_members m where m.classid = o.class and m.objid = o.oid)
