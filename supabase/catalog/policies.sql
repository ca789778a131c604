-- policy:SCHEMA.TABLE.NAME: permissive or restrictive, command, roles, expressions.
select
  'policy' as kind,
  r.schema,
  r.oid as relation,
  'policy:' || r.name || '.' || quote_ident(p.polname) as key,
  concat_ws(e'\n',
    r.key,
    (
      select string_agg(distinct 'column:' || d.refobjid::regclass || '.' || quote_ident(a.attname), e'\n')
      from pg_catalog.pg_depend d
      join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_catalog.pg_policy'::regclass and d.objid = p.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0
    )
  ) as parent,
  coalesce(r.locked, w.value, concat_ws(' ',
    case when p.polpermissive then 'as permissive' else 'as restrictive' end,
    case p.polcmd
      when 'r' then 'for select' when 'a' then 'for insert' when 'w' then 'for update' when 'd' then 'for delete'
      else 'for all'
    end,
    'to ' || case
      when p.polroles = '{0}' then 'public'
      else (
        select string_agg(quote_ident(o.rolname), ', ' order by o.rolname collate "C")
        from pg_catalog.pg_roles o
        where o.oid = any (p.polroles)
      )
    end,
    'using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
    'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'
  )) as value
from policed_relations r
join pg_catalog.pg_policy p on p.polrelid = r.oid
left join locked w on w.class = 'pg_catalog.pg_policy'::regclass and w.oid = p.oid
