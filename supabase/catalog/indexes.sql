-- index:SCHEMA.NAME, but for those that a constraint makes. An invalid index (a CREATE INDEX CONCURRENTLY that failed)
-- is not the index that was asked for.
select
  'index' as kind,
  r.schema,
  r.oid as relation,
  'index:' || quote_ident(r.schema) || '.' || quote_ident(c.relname) as key,
  concat_ws(e'\n',
    (select 'index:' || h.inhparent::regclass from pg_catalog.pg_inherits h where h.inhrelid = i.indexrelid),
    r.key,
    (
      select string_agg('column:' || r.name || '.' || quote_ident(a.attname), e'\n' order by a.attnum)
      from pg_catalog.pg_depend d
      join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = i.indexrelid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = r.oid
    ),
    (
      select string_agg(f.kind || ':' || f.name, e'\n' order by f.name collate "C")
      from pg_catalog.pg_depend d
      join routines f on f.oid = d.refobjid
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = i.indexrelid
        and d.refclassid = 'pg_catalog.pg_proc'::regclass
    )
  ) as parent,
  coalesce(r.locked, pg_get_indexdef(i.indexrelid)
    || case when c.reltablespace = 0 then '' else (
      select ' tablespace ' || quote_ident(t.spcname) from pg_catalog.pg_tablespace t where t.oid = c.reltablespace
    ) end
    || case when i.indisvalid then '' else ' (invalid)' end) as value
from relations r
join pg_catalog.pg_index i on i.indrelid = r.oid
join pg_catalog.pg_class c on c.oid = i.indexrelid
where not exists (
  select from pg_catalog.pg_constraint k
  where k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
)
