-- view: and matview:SCHEMA.NAME: options and definition.
select
  case r.relkind when 'v' then 'view' else 'matview' end as kind,
  r.schema,
  r.oid as relation,
  r.key,
  concat_ws(e'\n',
    (
      select string_agg(distinct coalesce(
        'column:' || b.oid::regclass || '.' || quote_ident(a.attname),
        case b.relkind when 'v' then 'view:' when 'm' then 'matview:' when 'f' then 'foreign_table:' else 'table:' end || b.oid::regclass,
        f.kind || ':' || f.name,
        t.kind || ':' || t.name
      ), e'\n')
      from pg_catalog.pg_rewrite w
      join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
      left join pg_catalog.pg_class b on d.refclassid = 'pg_catalog.pg_class'::regclass and b.oid = d.refobjid
      left join pg_catalog.pg_attribute a on a.attrelid = b.oid and a.attnum = d.refobjsubid and b.relkind in ('r', 'p', 'f')
        and d.refobjsubid > 0
      left join routines f on d.refclassid = 'pg_catalog.pg_proc'::regclass and f.oid = d.refobjid
      left join types t on d.refclassid = 'pg_catalog.pg_type'::regclass and t.oid = d.refobjid
      where w.ev_class = r.oid and b.oid is distinct from r.oid
    ),
    'schema:' || quote_ident(r.schema)
  ) as parent,
  coalesce(r.locked, concat_ws(' ',
    -- 2: heap.
    case when c.relam not in (0, 2) then (select 'using ' || quote_ident(m.amname) from pg_catalog.pg_am m where m.oid = c.relam) end,
    (
      select 'with (' || string_agg(
        case when x.option ~ '^security_(invoker|barrier)=' then
          split_part(x.option, '=', 1) || '=' || split_part(x.option, '=', 2)::boolean
        else x.option end, ', ' order by x.option collate "C") || ')'
      from unnest(c.reloptions) as x (option)
    ),
    case when c.reltablespace <> 0 then (
      select 'tablespace ' || quote_ident(t.spcname) from pg_catalog.pg_tablespace t where t.oid = c.reltablespace
    ) end,
    'as' || pg_get_viewdef(r.oid),
    (
      select string_agg('column ' || quote_ident(a.attname) || ' default ' || pg_get_expr(d.adbin, 0), ' ' order by a.attnum)
      from pg_catalog.pg_attrdef d
      join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where d.adrelid = r.oid
    )
  )) as value
from relations r
join pg_catalog.pg_class c on c.oid = r.oid
where r.relkind in ('v', 'm')
