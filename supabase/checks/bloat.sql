-- How much room tables take beyond what their rows need, estimated from the statistics: the way of ioguix/pgsql-bloat-estimation, which
-- check_postgres uses, too. Rows of pg_stats are shown only of columns that the role may read: `readable`.
select
  n.nspname::text as schema,
  c.relname::text as name,
  c.relpages::float8 * 8192 as bytes,
  w.width as width,
  c.reltuples::float8 as rows,
  coalesce((
    select o.option_value::float8 from pg_options_to_table(c.reloptions) o where o.option_name = 'fillfactor'
  ), 100) as fillfactor,
  has_table_privilege(c.oid, 'select') as readable,
  row_security_active(c.oid) as hidden,
  extract(epoch from clock_timestamp() - greatest(s.last_analyze, s.last_autoanalyze))::float8 as analyzed_seconds
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_tables s on s.relid = c.oid
left join lateral (
  -- What a row takes: its values, its header and its place in the page.
  select (sum((1 - p.null_frac) * p.avg_width) + 28 + case when max(p.null_frac) > 0 then 8 else 0 end)::float8 as width
  from pg_catalog.pg_stats p
  where p.schemaname = n.nspname and p.tablename = c.relname and not p.inherited
  having count(*) = (
    select count(*) from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  )
) w on true
where c.relkind in ('r', 'm')
  and n.nspname !~ '^pg_'
  -- Smaller than this is not worth a look.
  and c.relpages >= 128
order by n.nspname, c.relname
