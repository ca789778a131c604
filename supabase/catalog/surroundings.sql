-- What stands around the facts, of some names: functions, relations and types that PostgreSQL, the platform or an extension
-- brings, all schemas and roles. No part of the comparison; a preflight asks for the names that its statements use.
-- Needs the parameters names, an array as text, and role, who migrates ('': whom the journal belongs to); they are not
-- written with their colons here: they would be put in.
select
  'function' as kind,
  n.nspname::text as schema,
  null::oid as relation,
  p.proname::text as key,
  (
    select string_agg(format_type(a.type, null), e'\n' order by a.attnum)
    from unnest(p.proargtypes) with ordinality as a (type, attnum)
  ) as parent,
  concat_ws(e'\n', p.prokind, p.provolatile, p.pronargdefaults, case when p.provariadic <> 0 then 't' else 'f' end, format_type(p.prorettype, null),
    case when has_function_privilege(w.oid, p.oid, 'EXECUTE') then 't' else 'f' end) as value
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
left join pg_catalog.pg_roles w
  on w.rolname = coalesce(nullif(:'role', ''), (select pg_get_userbyid(c.relowner) from journal j join pg_catalog.pg_class c on c.oid = j.oid))
where p.proname = any (:'names'::text[]) and p.oid not in (select oid from routines)
union all
select
  'relation', n.nspname::text, null, c.relname::text,
  (
    select string_agg(k.columns, e'\n' order by k.oid)
    from (
      select i.indexrelid as oid, (
        select string_agg(a.attname::text, e'\t' order by x.attnum)
        from unnest(i.indkey) with ordinality as x (attribute, attnum)
        join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = x.attribute
        where x.attnum <= i.indnkeyatts
      ) as columns
      from pg_catalog.pg_index i
      where i.indrelid = c.oid and i.indisunique and i.indpred is null and i.indexprs is null
    ) k
  ),
  concat_ws(e'\n', c.relkind, (
    select string_agg(a.attname || e'\t' || format_type(a.atttypid, a.atttypmod), e'\n' order by a.attnum)
    from pg_catalog.pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  ))
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relname = any (:'names'::text[]) and c.oid not in (select oid from relations)
  and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
union all
select 'type', n.nspname::text, null, t.typname::text, null, t.typtype::text
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where t.typname = any (:'names'::text[]) and t.oid not in (select oid from types) and t.typtype <> 'c'
union all
select 'schema', '', null, n.nspname::text, null, ''
from pg_catalog.pg_namespace n
union all
select 'role', '', null, o.rolname::text, null, ''
from pg_catalog.pg_roles o
union all
-- Who migrates, and what it may do. Nothing is told of what it owns itself, and nothing at all of a superuser, who may do
-- everything; supautils lets a role on Supabase do some of what its privileges do not.
select w.kind, w.schema, null, w.key, w.parent, w.value
from (
  with migrator as materialized (
    select o.oid, o.rolname, o.rolsuper, o.rolcreaterole, current_setting('server_version_num')::int as version
    from pg_catalog.pg_roles o
    where o.rolname = coalesce(nullif(:'role', ''), (select pg_get_userbyid(c.relowner) from journal j join pg_catalog.pg_class c on c.oid = j.oid))
  ),
  plain as (select * from migrator where not rolsuper)
  select 'migrator' as kind, '' as schema, m.rolname::text as key, null::text as parent, json_build_object(
    'superuser', m.rolsuper, 'createrole', m.rolcreaterole, 'database', current_database(),
    'create', has_database_privilege(m.oid, current_database(), 'CREATE'),
    'privileged', current_setting('supautils.privileged_role', true),
    'policies', current_setting('supautils.policy_grants', true),
    'triggers', current_setting('supautils.drop_trigger_grants', true)
  )::text as value
  from migrator m
  union all
  -- owner, then in a line of its own what it may do; with a question mark, with some of its columns only
  select 'right', '', k.key, null, pg_get_userbyid(c.relowner) || e'\n' || coalesce((
    select string_agg(
      case
        when has_table_privilege(m.oid, c.oid, p.name) then p.name
        when p.name in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege(m.oid, c.oid, p.name) then p.name || '?'
      end, ' ' order by p.name collate "C")
    from unnest(
      case when m.version >= 170000 then array['MAINTAIN'] else array[]::text[] end
        || array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']
    ) as p (name)
  ), '')
  from plain m
  cross join (
    select oid, key from relations
    union all
    select c.oid,
      case c.relkind when 'v' then 'view:' when 'm' then 'matview:' when 'f' then 'foreign_table:' when 'S' then 'sequence:' else 'table:' end
        || quote_ident(n.nspname) || '.' || quote_ident(c.relname)
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relname = any (:'names'::text[]) and c.oid not in (select oid from relations) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  ) k
  join pg_catalog.pg_class c on c.oid = k.oid
  where c.relowner <> m.oid and c.relkind <> 'c'
  union all
  select 'right', '', f.kind || ':' || f.name, null, pg_get_userbyid(p.proowner) || e'\n' || case when has_function_privilege(m.oid, p.oid, 'EXECUTE') then 'EXECUTE' else '' end
  from plain m
  cross join routines f
  join pg_catalog.pg_proc p on p.oid = f.oid
  where p.proowner <> m.oid
  union all
  select 'right', '', t.kind || ':' || t.name, null, pg_get_userbyid(y.typowner) || e'\n' || case when has_type_privilege(m.oid, y.oid, 'USAGE') then 'USAGE' else '' end
  from plain m
  cross join types t
  join pg_catalog.pg_type y on y.oid = t.oid
  where y.typowner <> m.oid
  union all
  -- in a third line, divided by tabs, which of the named roles may create there
  select 'right', '', 'schema:' || quote_ident(n.nspname), null, concat(
    pg_get_userbyid(n.nspowner), e'\n',
    concat_ws(' ', case when has_schema_privilege(m.oid, n.oid, 'USAGE') then 'USAGE' end, case when has_schema_privilege(m.oid, n.oid, 'CREATE') then 'CREATE' end), e'\n',
    (
      select string_agg(o.rolname, e'\t' order by o.rolname)
      from pg_catalog.pg_roles o
      where o.rolname = any (:'names'::text[]) and has_schema_privilege(o.oid, n.oid, 'CREATE')
    )
  )
  from plain m
  cross join pg_catalog.pg_namespace n
  where n.nspname !~ '^pg_(?:toast|temp)'
  union all
  select 'right', '', 'publication:' || quote_ident(p.pubname), null, pg_get_userbyid(p.pubowner) || e'\n'
  from plain m
  cross join pg_catalog.pg_publication p
  where p.pubname = any (:'names'::text[]) and p.pubowner <> m.oid
  union all
  -- a role that it may act as: with its privileges, by SET ROLE
  select 'right', '', 'role:' || quote_ident(o.rolname), null, e'\n' || concat_ws(' ',
    case when pg_has_role(m.oid, o.oid, 'USAGE') then 'USAGE' end,
    case when pg_has_role(m.oid, o.oid, case when m.version >= 160000 then 'SET' else 'MEMBER' end) then 'SET' end
  )
  from plain m
  cross join pg_catalog.pg_roles o
  where o.oid <> m.oid and pg_has_role(m.oid, o.oid, 'MEMBER')
) w
