-- plumbline: until 16
-- Replication slots that nobody reads from, or that lost what they were to keep. PostgreSQL 15 and 16 do not say since when.
select
  s.slot_name::text as name,
  s.slot_type as type,
  s.active,
  s.temporary,
  s.wal_status,
  s.restart_lsn is not null as reserves,
  null::float8 as inactive_seconds,
  case when not pg_is_in_recovery() then pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn) end::float8 as behind
from pg_catalog.pg_replication_slots s
order by s.slot_name
