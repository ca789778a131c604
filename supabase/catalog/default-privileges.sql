-- default_privilege:ROLE/OBJECTS/ROLE and default_privilege:ROLE in SCHEMA/OBJECTS/ROLE: who will hold what on what the first role makes.
select
  'default_privilege' as kind,
  coalesce(s.name, '') as schema,
  null::oid as relation,
  'default_privilege:' || quote_ident(pg_get_userbyid(d.defaclrole)) || coalesce(' in ' || s.ident, '') || '/' || case d.defaclobjtype
    when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' when 'n' then 'schemas'
    else 'large objects'
  end || '/' || g.name as key,
  'schema:' || s.ident as parent,
  g.words as value
from pg_catalog.pg_default_acl d
left join schemas s on s.oid = d.defaclnamespace
join granted g on g.scope = case d.defaclnamespace when 0 then 'g' else 's' end
  and g.type = case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end
  and g.owner = d.defaclrole and g.acl = d.defaclacl
where s.oid is not null or d.defaclnamespace = 0
