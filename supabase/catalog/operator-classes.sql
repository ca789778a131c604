-- opfamily: and opclass:SCHEMA.NAME using METHOD. The operators and functions of a class are told as its family's.
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  concat_ws(e'\n',
    (
      select string_agg(distinct r.kind || ':' || r.name, e'\n')
      from pg_catalog.pg_amproc a
      join routines r on r.oid = a.amproc
      where a.amprocfamily = f.oid
    ),
    'schema:' || quote_ident(o.schema)
  ) as parent,
  'operator family' || coalesce(' ' || nullif(concat_ws(', ',
    (
      select string_agg('operator ' || a.amopstrategy || ' ' || a.amopopr::regoperator || coalesce(' for order by ' || (
        select quote_ident(n.nspname) || '.' || quote_ident(x.opfname)
        from pg_catalog.pg_opfamily x
        join pg_catalog.pg_namespace n on n.oid = x.opfnamespace
        where x.oid = a.amopsortfamily
      ), ''), ', ' order by a.amopstrategy, a.amopopr::regoperator::text collate "C")
      from pg_catalog.pg_amop a
      where a.amopfamily = f.oid
    ),
    (
      select string_agg(
        'function ' || a.amprocnum || ' (' || format_type(a.amproclefttype, null) || ',' || format_type(a.amprocrighttype, null)
          || ') ' || a.amproc::oid::regprocedure,
        ', ' order by a.amprocnum, a.amproc::oid::regprocedure::text collate "C")
      from pg_catalog.pg_amproc a
      where a.amprocfamily = f.oid
    )
  ), ''), '') as value
from objects o
join pg_catalog.pg_opfamily f on f.oid = o.oid
where o.kind = 'opfamily'
union all
select
  o.kind,
  o.schema,
  null::oid,
  o.key,
  concat_ws(e'\n',
    'opfamily:' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname) || ' using ' || quote_ident(m.amname),
    (select t.kind || ':' || t.name from types t where t.oid = c.opcintype)
  ),
  concat_ws(' ',
    case when c.opcdefault then 'default' end,
    'for type ' || format_type(c.opcintype, null),
    'using ' || quote_ident(m.amname),
    'family ' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname),
    'as storage ' || format_type(coalesce(nullif(c.opckeytype, 0), c.opcintype), null)
  )
from objects o
join pg_catalog.pg_opclass c on c.oid = o.oid
join pg_catalog.pg_am m on m.oid = c.opcmethod
join pg_catalog.pg_opfamily f on f.oid = c.opcfamily
join pg_catalog.pg_namespace n on n.oid = f.opfnamespace
where o.kind = 'opclass'
