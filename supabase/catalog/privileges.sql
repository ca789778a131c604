-- privilege:KEY OF ITS OBJECT/ROLE, `public` for everybody: the same text whether privileges were never touched or granted as
-- they are by default. What an owner may do with its own is told where some of it was taken away.
select
  'privilege' as kind,
  o.schema,
  null::oid as relation,
  'privilege:' || o.key || '/' || g.name as key,
  case when o.shares is not null then 'owner:' || o.key end as parent,
  g.words as value
from owned o
join granted g on g.scope = 'o' and g.type = o.type and g.owner = o.owner and g.acl = o.acl
where not o.platform or g.grantee = 0 or g.name in ('anon', 'authenticated')
union all
select 'privilege', c.schema, null::oid, 'privilege:' || c.key || '/' || g.name, 'owner:' || c.shares, g.words
from granted_columns c
join granted g on g.scope = 'c' and g.owner = c.owner and g.acl = c.acl
