-- What says whether counters of pg_stat_statements still compare with earlier ones. One row.
select
  i.dealloc::float8 as evicted,
  (extract(epoch from i.stats_reset) * 1000)::float8 as reset,
  current_setting('pg_stat_statements.max')::float8 as room
from :"schema".pg_stat_statements_info i
