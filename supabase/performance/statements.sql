-- What pg_stat_statements has counted of the queries of this database: the 250 that took longest, the 100 that ran oftenest, the 100 that
-- touched most blocks, and those that were seen before; at most 500. Needs pg_read_all_stats for the texts of others.
-- Left out: utility commands, whose texts may hold passwords, and what asks the system catalog, as this does.
with counted as materialized (
  select
    s.userid,
    s.queryid,
    s.toplevel,
    s.calls,
    s.total_exec_time,
    s.shared_blks_hit + s.shared_blks_read as blocks,
    -- 1. comments 2. strings, of which a text has some where the extension could not replace them, to the end where one does not end
    -- 3. numbers and places of constants 4. white space 5. lists, which 18 writes as one constant
    btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
      left(s.query, 10000),
      '/\*([^*]|\*+[^*/])*\*+/|--[^\n]*', ' ', 'g'),
      'e''([^''\\]|\\.|'''')*(''|$)|''([^'']|'''')*(''|$)|\$([a-z_]\w*)?\$.*$', '?', 'gi'),
      '\$\d+|\m\d+(\.\d+)?\M', '?', 'g'),
      '\s+', ' ', 'g'),
      '\min \( ?\?( ?, ?\?)* ?\)', 'in (?)', 'gi'), ' ;') as text,
    -- Columns that only later versions of the extension have are taken from here.
    s as whole
  from :"schema".pg_stat_statements s
  where s.dbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    and s.queryid is not null
    and s.query is not null
),
queries as materialized (
  select
    q.*,
    left(md5(q.text), 16) as key,
    row_number() over (order by q.total_exec_time desc, q.queryid, q.userid, q.toplevel) as by_time,
    row_number() over (order by q.calls desc, q.queryid, q.userid, q.toplevel) as by_calls,
    row_number() over (order by q.blocks desc, q.queryid, q.userid, q.toplevel) as by_blocks,
    count(*) over () as of
  from counted q
  where q.text ~* '^\(*\s*(select|insert|update|delete|merge|with|values|table)\M'
    and q.text !~* '\mpg_catalog\M|\mpg_stat_|\minformation_schema\M'
),
kept as (
  select q.*, q.key = any (:'seen'::text[]) as seen
  from queries q
  where q.by_time <= 250 or q.by_calls <= 100 or q.by_blocks <= 100 or q.key = any (:'seen'::text[])
  order by q.by_time > 250, not q.key = any (:'seen'::text[]), q.by_time
  limit 500
)
select
  k.key,
  left(k.text, 600) as text,
  k.queryid::text as queryid,
  k.toplevel,
  r.rolname::text as role,
  k.calls::float8 as calls,
  k.total_exec_time as ms,
  ((k.whole).stddev_exec_time) as deviation,
  (k.whole).rows::float8 as rows,
  k.blocks::float8 as blocks,
  ((k.whole).temp_blks_read + (k.whole).temp_blks_written)::float8 as temp,
  (k.whole).wal_bytes::float8 as wal,
  -- From PostgreSQL 17 on (1.11 of the extension).
  (extract(epoch from (to_jsonb(k.whole) ->> 'stats_since')::timestamptz) * 1000)::float8 as since,
  k.of::float8 as of
from kept k
left join pg_catalog.pg_roles r on r.oid = k.userid
order by k.key, r.rolname, k.queryid, k.toplevel
