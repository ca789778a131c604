-- operator:SCHEMA.NAME(LEFT, RIGHT) and cast:(SOURCE AS TARGET).
select
  x.kind,
  x.schema,
  null::oid as relation,
  x.key,
  concat_ws(e'\n', (select f.kind || ':' || f.name from routines f where f.oid = o.oprcode), 'schema:' || quote_ident(x.schema)) as parent,
  '(' || concat_ws(', ',
    'function = ' || split_part(o.oprcode::oid::regprocedure::text, '(', 1),
    'leftarg = ' || format_type(nullif(o.oprleft, 0), null),
    'rightarg = ' || format_type(o.oprright, null),
    (
      select 'commutator = operator(' || quote_ident(n.nspname) || '.' || c.oprname || ')'
      from pg_catalog.pg_operator c
      join pg_catalog.pg_namespace n on n.oid = c.oprnamespace
      where c.oid = o.oprcom
    ),
    (
      select 'negator = operator(' || quote_ident(n.nspname) || '.' || c.oprname || ')'
      from pg_catalog.pg_operator c
      join pg_catalog.pg_namespace n on n.oid = c.oprnamespace
      where c.oid = o.oprnegate
    ),
    'restrict = ' || split_part(nullif(o.oprrest::oid, 0)::regprocedure::text, '(', 1),
    'join = ' || split_part(nullif(o.oprjoin::oid, 0)::regprocedure::text, '(', 1),
    case when o.oprcanhash then 'hashes' end,
    case when o.oprcanmerge then 'merges' end
  ) || ')' as value
from objects x
join pg_catalog.pg_operator o on o.oid = x.oid
where x.kind = 'operator'
union all
select
  x.kind,
  x.schema,
  null::oid,
  x.key,
  concat_ws(e'\n',
    (select f.kind || ':' || f.name from routines f where f.oid = c.castfunc),
    (select string_agg(t.kind || ':' || t.name, e'\n' order by t.name collate "C") from types t where t.oid in (c.castsource, c.casttarget)),
    (
      select string_agg(
        case b.relkind when 'v' then 'view:' when 'm' then 'matview:' when 'f' then 'foreign_table:' else 'table:' end || b.oid::regclass,
        e'\n' order by t.oid = c.castsource desc
      )
      from pg_catalog.pg_type t
      join pg_catalog.pg_class b on b.oid = t.typrelid
      where t.oid in (c.castsource, c.casttarget) and b.relkind <> 'c'
    )
  ),
  concat_ws(' ',
    case c.castmethod
      when 'f' then 'with function ' || c.castfunc::regprocedure when 'i' then 'with inout' else 'without function'
    end,
    case c.castcontext when 'a' then 'as assignment' when 'i' then 'as implicit' end
  )
from objects x
join pg_catalog.pg_cast c on c.oid = x.oid
where x.kind = 'cast'
