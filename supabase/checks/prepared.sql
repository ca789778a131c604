-- Transactions that were prepared for a two-phase commit and neither committed nor rolled back. Every role may see them.
select p.gid, p.owner::text as role, extract(epoch from clock_timestamp() - p.prepared)::float8 as seconds
from pg_catalog.pg_prepared_xacts p
where p.database = current_database()
order by p.prepared, p.gid
