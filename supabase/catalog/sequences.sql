-- sequence:SCHEMA.NAME: type, bounds, step, cache, owner column. Its current value is data, not catalog.
select
  'sequence' as kind,
  r.schema,
  r.oid as relation,
  r.key,
  concat_ws(e'\n', 'column:' || o.owner || '.' || o.attribute, 'schema:' || quote_ident(r.schema)) as parent,
  concat_ws(' ',
    'as ' || format_type(q.seqtypid, null),
    'start with ' || q.seqstart,
    'increment by ' || q.seqincrement,
    'minvalue ' || q.seqmin,
    'maxvalue ' || q.seqmax,
    'cache ' || q.seqcache,
    case when q.seqcycle then 'cycle' else 'no cycle' end,
    case when c.relpersistence = 'u' then 'unlogged' end,
    case o.deptype when 'i' then 'identity of ' when 'a' then 'owned by ' end || o.owner || '.' || o.attribute
  ) as value
from relations r
join pg_catalog.pg_class c on c.oid = r.oid
join pg_catalog.pg_sequence q on q.seqrelid = r.oid
left join lateral (
  select
    d.deptype,
    quote_ident(n.nspname) || '.' || quote_ident(t.relname) as owner,
    quote_ident(a.attname) as attribute
  from pg_catalog.pg_depend d
  join pg_catalog.pg_class t on t.oid = d.refobjid
  join pg_catalog.pg_namespace n on n.oid = t.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = r.oid
    and d.refclassid = 'pg_catalog.pg_class'::regclass and d.deptype in ('a', 'i')
) o on true
