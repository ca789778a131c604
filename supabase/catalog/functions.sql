-- function: and procedure:SCHEMA.NAME(ARGUMENT TYPES), as PostgreSQL would create it again.
select f.kind, f.schema, null::oid as relation, f.kind || ':' || f.name as key, concat_ws(e'\n',
    (
      select string_agg(distinct t.kind || ':' || t.name, e'\n')
      from pg_catalog.pg_depend d
      join types t on t.oid = d.refobjid
      where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = f.oid and d.refclassid = 'pg_catalog.pg_type'::regclass
    ),
    'schema:' || quote_ident(f.schema)
  ) as parent, coalesce(w.value, pg_get_functiondef(f.oid)) as value
from routines f
left join locked w on w.class = 'pg_catalog.pg_proc'::regclass and w.oid = f.oid
