-- range:SCHEMA.NAME; its multirange type and constructors come with it.
select
  t.kind,
  t.schema,
  null::oid as relation,
  t.kind || ':' || t.name as key,
  concat_ws(e'\n',
    (select u.kind || ':' || u.name from types u where u.oid = g.rngsubtype),
    (
      select string_agg(f.kind || ':' || f.name, e'\n' order by f.name collate "C")
      from routines f
      where f.oid in (g.rngcanonical, g.rngsubdiff)
    ),
    'schema:' || quote_ident(t.schema)
  ) as parent,
  'range (' || concat_ws(', ',
    'subtype = ' || format_type(g.rngsubtype, null),
    (
      select 'subtype_opclass = ' || quote_ident(n.nspname) || '.' || quote_ident(o.opcname)
      from pg_catalog.pg_opclass o
      join pg_catalog.pg_namespace n on n.oid = o.opcnamespace
      where o.oid = g.rngsubopc and not o.opcdefault
    ),
    (
      select 'collation = ' || quote_ident(n.nspname) || '.' || quote_ident(c.collname)
      from pg_catalog.pg_collation c
      join pg_catalog.pg_namespace n on n.oid = c.collnamespace
      join pg_catalog.pg_type b on b.oid = g.rngsubtype
      where c.oid = g.rngcollation and g.rngcollation <> b.typcollation
    ),
    'canonical = ' || split_part(nullif(g.rngcanonical::oid, 0)::regprocedure::text, '(', 1),
    'subtype_diff = ' || split_part(nullif(g.rngsubdiff::oid, 0)::regprocedure::text, '(', 1),
    'multirange_type_name = ' || format_type(g.rngmultitypid, null)
  ) || ')' as value
from types t
join pg_catalog.pg_range g on g.rngtypid = t.oid
