-- How often pg_stat_statements had to forget the statements that ran least, since it has no room for more.
select
  i.dealloc::float8 as evicted,
  (extract(epoch from i.stats_reset) * 1000)::float8 as reset,
  current_setting('pg_stat_statements.max')::float8 as room
from :"schema".pg_stat_statements_info i
