-- plumbline: until 16
-- How many checkpoints were due by time, and how many were asked for since the write-ahead log had grown too much.
select
  b.checkpoints_timed::float8 as timed,
  b.checkpoints_req::float8 as requested,
  (extract(epoch from b.stats_reset) * 1000)::float8 as reset
from pg_catalog.pg_stat_bgwriter b
