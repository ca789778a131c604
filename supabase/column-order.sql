-- The keys of all columns in the order in which their tables hold them, for a table that is made anew (scripts/rehearse).
select 'column:' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || '.' || quote_ident(a.attname) as key
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'f')
join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
where a.attnum > 0 and not a.attisdropped
order by a.attrelid, a.attnum
