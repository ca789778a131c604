-- owner:KEY OF ITS OBJECT.
select 'owner' as kind, o.schema, null::oid as relation, 'owner:' || o.key as key,
  'owner:' || nullif(o.shares, o.key) as parent, quote_ident(pg_get_userbyid(o.owner)) as value
from owned o
where o.shares is not null
