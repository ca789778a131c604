-- publication:NAME, publication_table:NAME.SCHEMA.TABLE and publication_schema:NAME.SCHEMA: what Realtime and replicas
-- hear of.
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  null::text as parent,
  concat_ws(' ',
    case when p.puballtables then 'for all tables' end,
    'with (publish = ''' || concat_ws(', ',
      case when p.pubinsert then 'insert' end,
      case when p.pubupdate then 'update' end,
      case when p.pubdelete then 'delete' end,
      case when p.pubtruncate then 'truncate' end
    ) || ''', publish_via_partition_root = ' || p.pubviaroot
      -- Since PostgreSQL 18.
      || case when to_jsonb(p) ->> 'pubgencols' = 's' then ', publish_generated_columns = stored' else '' end
      || ')'
  ) as value
from objects o
join pg_catalog.pg_publication p on p.oid = o.oid
where o.kind = 'publication'
union all
select
  'publication_table',
  r.schema,
  r.oid,
  'publication_table:' || quote_ident(p.pubname) || '.' || r.name,
  concat_ws(e'\n',
    'publication:' || quote_ident(p.pubname),
    r.key,
    (
      select string_agg('column:' || r.name || '.' || quote_ident(a.attname), e'\n' order by a.attnum)
      from pg_catalog.pg_attribute a
      where a.attrelid = r.oid and a.attnum = any (m.prattrs)
    )
  ),
  coalesce(case when m.prqual is not null then r.locked end, concat_ws(' ',
    'table',
    (
      select '(' || string_agg(quote_ident(a.attname), ', ' order by a.attnum) || ')'
      from pg_catalog.pg_attribute a
      where a.attrelid = r.oid and a.attnum = any (m.prattrs)
    ),
    'where (' || pg_get_expr(m.prqual, m.prrelid) || ')'
  ))
from pg_catalog.pg_publication_rel m
join pg_catalog.pg_publication p on p.oid = m.prpubid
join relations r on r.oid = m.prrelid
union all
select
  'publication_schema',
  s.name,
  null::oid,
  'publication_schema:' || quote_ident(p.pubname) || '.' || s.ident,
  concat_ws(e'\n', 'publication:' || quote_ident(p.pubname), 'schema:' || s.ident),
  'tables in schema'
from pg_catalog.pg_publication_namespace m
join pg_catalog.pg_publication p on p.oid = m.pnpubid
join schemas s on s.oid = m.pnnspid
