-- trigger:SCHEMA.TABLE.NAME and whether it fires. On a platform table it is the user's when its function is.
select
  'trigger' as kind,
  r.schema,
  r.oid as relation,
  'trigger:' || r.name || '.' || quote_ident(g.tgname) as key,
  concat_ws(e'\n',
    (
      select 'trigger:' || q.tgrelid::regclass || '.' || quote_ident(q.tgname)
      from pg_catalog.pg_trigger q
      where q.oid = g.tgparentid
    ),
    r.key,
    (select f.kind || ':' || f.name from routines f where f.oid = g.tgfoid),
    (
      select string_agg('column:' || r.name || '.' || quote_ident(a.attname), e'\n' order by a.attnum)
      from pg_catalog.pg_attribute a
      where a.attrelid = r.oid and a.attnum = any (g.tgattr)
    )
  ) as parent,
  coalesce(case when g.tgqual is not null then r.locked end, pg_get_triggerdef(g.oid) || case g.tgenabled
    when 'D' then ' (disabled)' when 'R' then ' (fires on a replica only)' when 'A' then ' (fires always)' else ''
  end) as value
from policed_relations r
join pg_catalog.pg_trigger g on g.tgrelid = r.oid and not g.tgisinternal
where not r.platform or g.tgfoid in (select oid from routines)
