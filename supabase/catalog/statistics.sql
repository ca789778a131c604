-- statistics:SCHEMA.NAME: extended statistics of a table, and their target.
select
  o.kind,
  o.schema,
  r.oid as relation,
  o.key,
  concat_ws(e'\n',
    r.key,
    (
      select string_agg('column:' || r.name || '.' || quote_ident(a.attname), e'\n' order by a.attnum)
      from pg_catalog.pg_depend d
      join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_catalog.pg_statistic_ext'::regclass and d.objid = x.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0
    )
  ) as parent,
  coalesce(r.locked, concat_ws(' statistics ', pg_get_statisticsobjdef(x.oid), nullif(x.stxstattarget, -1))) as value
from objects o
join pg_catalog.pg_statistic_ext x on x.oid = o.oid
join relations r on r.oid = x.stxrelid
where o.kind = 'statistics'
