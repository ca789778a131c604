-- comment:KEY OF ITS OBJECT.
select 'comment' as kind, o.schema, o.relation, 'comment:' || o.key as key, concat_ws(e'\n', o.key, o.owner) as parent, d.description as value
from (
  select 'pg_catalog.pg_class'::regclass as class, r.oid, 0 as part, r.schema, r.oid as relation, r.key, null::text as owner
  from relations r
  where r.relkind <> 'c' and r.oid in (select objoid from described)
  union all
  select 'pg_catalog.pg_class'::regclass, r.oid, a.attnum, r.schema, r.oid, 'column:' || r.name || '.' || quote_ident(a.attname), r.key
  from relations r
  join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  where r.oid in (select objoid from described where objsubid > 0)
  union all
  select 'pg_catalog.pg_class'::regclass, c.oid, 0, r.schema, r.oid, 'index:' || quote_ident(r.schema) || '.' || quote_ident(c.relname), r.key
  from relations r
  join pg_catalog.pg_index i on i.indrelid = r.oid
  join pg_catalog.pg_class c on c.oid = i.indexrelid
  where c.oid in (select objoid from described)
  union all
  select 'pg_catalog.pg_constraint'::regclass, k.oid, 0, r.schema, r.oid, 'constraint:' || r.name || '.' || quote_ident(k.conname), null
  from relations r
  join pg_catalog.pg_constraint k on k.conrelid = r.oid
  where k.contype in ('p', 'u', 'f', 'c', 'x') and k.oid in (select objoid from described)
  union all
  select 'pg_catalog.pg_trigger'::regclass, g.oid, 0, r.schema, r.oid, 'trigger:' || r.name || '.' || quote_ident(g.tgname), null
  from policed_relations r
  join pg_catalog.pg_trigger g on g.tgrelid = r.oid and not g.tgisinternal
  where not r.platform or g.tgfoid in (select oid from routines)
  union all
  select 'pg_catalog.pg_policy'::regclass, p.oid, 0, r.schema, r.oid, 'policy:' || r.name || '.' || quote_ident(p.polname), null
  from policed_relations r
  join pg_catalog.pg_policy p on p.polrelid = r.oid
  union all
  select 'pg_catalog.pg_type'::regclass, t.oid, 0, t.schema, null, t.kind || ':' || t.name, null
  from types t
  union all
  select 'pg_catalog.pg_constraint'::regclass, k.oid, 0, t.schema, null, 'constraint:' || t.name || '.' || quote_ident(k.conname), t.kind || ':' || t.name
  from types t
  join pg_catalog.pg_constraint k on k.contypid = t.oid and k.contype = 'c'
  union all
  select 'pg_catalog.pg_proc'::regclass, f.oid, 0, f.schema, null, f.kind || ':' || f.name, null
  from routines f
  union all
  select 'pg_catalog.pg_rewrite'::regclass, w.oid, 0, r.schema, r.oid, 'rule:' || r.name || '.' || quote_ident(w.rulename), null
  from relations r
  join pg_catalog.pg_rewrite w on w.ev_class = r.oid and w.rulename <> '_RETURN'
  union all
  select x.class, x.oid, 0, x.schema, null, x.key, null
  from objects x
  union all
  -- PostgreSQL itself comments on the schema public.
  select 'pg_catalog.pg_namespace'::regclass, s.oid, 0, s.name, null, 'schema:' || s.ident, null
  from schemas s
  where s.name <> 'public'
) o
join described d on d.classoid = o.class and d.objoid = o.oid and d.objsubid = o.part
