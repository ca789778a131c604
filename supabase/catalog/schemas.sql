-- schema:NAME. The journal's own schema is Drizzle's, not the migrations'.
select 'schema' as kind, s.name as schema, null::oid as relation, 'schema:' || s.ident as key, null::text as parent, 'schema' as value
from schemas s
where s.name <> :'journal_schema' or s.name = 'public'
