-- Extensions of which the server has a newer version than the database.
select e.extname::text as name, n.nspname::text as schema, e.extversion as installed, v.default_version as available
from pg_catalog.pg_extension e
join pg_catalog.pg_namespace n on n.oid = e.extnamespace
join pg_catalog.pg_available_extensions v on v.name = e.extname
where v.default_version is distinct from e.extversion
order by e.extname
