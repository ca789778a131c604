-- owner:KEY OF ITS OBJECT.
select
  'owner' as kind,
  r.schema,
  r.oid as relation,
  'owner:' || r.key as key,
  r.key as parent,
  pg_get_userbyid(c.relowner)::text as value
from relations r
join pg_catalog.pg_class c on c.oid = r.oid
where r.relkind in ('r', 'p')
