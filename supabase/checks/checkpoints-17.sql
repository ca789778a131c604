-- plumbline: from 17
-- How many checkpoints were due by time, and how many were asked for since the write-ahead log had grown too much.
select
  c.num_timed::float8 as timed,
  c.num_requested::float8 as requested,
  (extract(epoch from c.stats_reset) * 1000)::float8 as reset
from pg_catalog.pg_stat_checkpointer c
