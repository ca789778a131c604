-- Objects of a kind that no other file reads. They are counted, so that their absence from the comparison is said.
select 'unmodelled ' || o.what as kind, s.name as schema, null::oid as relation,
  'unmodelled ' || o.what || ':' || s.ident || '.' || quote_ident(o.name) as key,
  null::text as parent, '' as value
from (
  select 'pg_catalog.pg_class'::regclass as class, c.oid, 'foreign table' as what, c.relnamespace as namespace, c.relname as name
  from pg_catalog.pg_class c where c.relkind = 'f'
  union all
  select 'pg_catalog.pg_proc'::regclass, p.oid, 'aggregate', p.pronamespace, p.proname
  from pg_catalog.pg_proc p where p.prokind = 'a'
  union all
  select 'pg_catalog.pg_type'::regclass, t.oid, 'range type', t.typnamespace, t.typname
  from pg_catalog.pg_type t where t.typtype = 'r'
  union all
  select 'pg_catalog.pg_type'::regclass, t.oid, 'base type', t.typnamespace, t.typname
  from pg_catalog.pg_type t where t.typtype = 'b' and t.typelem = 0
  union all
  select 'pg_catalog.pg_operator'::regclass, p.oid, 'operator', p.oprnamespace, p.oprname
  from pg_catalog.pg_operator p
  union all
  select 'pg_catalog.pg_collation'::regclass, c.oid, 'collation', c.collnamespace, c.collname
  from pg_catalog.pg_collation c
  union all
  select 'pg_catalog.pg_statistic_ext'::regclass, x.oid, 'statistics object', x.stxnamespace, x.stxname
  from pg_catalog.pg_statistic_ext x
  union all
  select 'pg_catalog.pg_ts_config'::regclass, t.oid, 'text search configuration', t.cfgnamespace, t.cfgname
  from pg_catalog.pg_ts_config t
  union all
  select 'pg_catalog.pg_ts_dict'::regclass, t.oid, 'text search dictionary', t.dictnamespace, t.dictname
  from pg_catalog.pg_ts_dict t
  union all
  select 'pg_catalog.pg_rewrite'::regclass, w.oid, 'rule', c.relnamespace, w.rulename
  from pg_catalog.pg_rewrite w
  join pg_catalog.pg_class c on c.oid = w.ev_class
  where w.rulename <> '_RETURN'
) o
join schemas s on s.oid = o.namespace
where not exists (select from extension_members m where m.classid = o.class and m.objid = o.oid)
