-- Roles that ran a statement which makes, changes or drops what is wanted, by the names that stand in it, as pg_stat_statements counted
-- it; at: when its newest entry began (from PostgreSQL 17 on), else null. Its texts, which may hold passwords, go no further. Needs
-- pg_read_all_stats for the statements of others.
with changing as materialized (
  select s.userid, s.query, (extract(epoch from (to_jsonb(s) ->> 'stats_since')::timestamptz) * 1000)::float8 as since
  from :"schema".pg_stat_statements s
  where s.dbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    and s.query ~* '^(\s|--[^\n]*\n|/\*.*?\*/)*(create|alter|drop|comment|do)\M'
)
select w.place, r.rolname::text as role, max(c.since) as at
from pg_catalog.jsonb_to_recordset(:'wanted'::jsonb) w (place int, patterns text[])
join changing c on c.query ~* all (w.patterns)
join pg_catalog.pg_roles r on r.oid = c.userid
group by w.place, r.rolname
order by w.place, r.rolname
