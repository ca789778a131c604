-- plumbline: from 18
-- Constraints that hold for what is written from now on, and were never held against the rows that were there. One that is NOT ENFORCED
-- is meant to hold for nothing.
select
  n.nspname::text as schema, t.relname::text as relation, k.conname::text as name, k.contype::text as type, k.conenforced as enforced
from pg_catalog.pg_constraint k
join pg_catalog.pg_class t on t.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
where not k.convalidated and k.conparentid = 0
order by n.nspname, t.relname, k.conname
