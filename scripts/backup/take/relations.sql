-- What keeps rows: (oid, schema, name, columns, types, platform, filter, readable, hidden, bytes), the largest first.
-- To stand behind supabase/catalog/scope.sql; :'platform' are the platform's schemas whose rows are asked for.
, chosen as (
  select r.oid, false as platform, '' as filter
  from relations r
  where r.relkind = 'r'
  union all
  -- Rows that users put into an extension's own tables, as the extension tells pg_dump.
  select c.oid, false, coalesce(e.extcondition[k.n], '')
  from pg_catalog.pg_extension e
  cross join lateral unnest(e.extconfig) with ordinality k (oid, n)
  join pg_catalog.pg_class c on c.oid = k.oid and c.relkind = 'r'
  join schemas s on s.oid = c.relnamespace
  union all
  -- Its own migrations are the platform's business.
  select c.oid, true, ''
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any (:'platform'::text[]) and c.relkind = 'r' and c.relpersistence <> 't'
    and c.relname not in ('migrations', 'schema_migrations')
    and c.oid not in (select objid from extension_members where classid = 'pg_catalog.pg_class'::regclass)
)
select
  h.oid::text as oid,
  n.nspname as schema,
  c.relname as name,
  a.columns,
  a.types,
  h.platform,
  h.filter,
  has_table_privilege(c.oid, 'select') as readable,
  row_security_active(c.oid) as hidden,
  pg_table_size(c.oid)::text as bytes
from chosen h
join pg_catalog.pg_class c on c.oid = h.oid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral (
  select
    coalesce(json_agg(t.attname::text order by t.attnum), '[]') as columns,
    coalesce(json_agg(format_type(t.atttypid, t.atttypmod) order by t.attnum), '[]') as types
  from pg_catalog.pg_attribute t
  where t.attrelid = c.oid and t.attnum > 0 and not t.attisdropped and t.attgenerated = ''
) a
order by pg_table_size(c.oid) desc, n.nspname collate "C", c.relname collate "C"
