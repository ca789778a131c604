-- What stands around the facts, of some names: functions, relations and types that PostgreSQL, the platform or an extension
-- brings, all schemas and roles. No part of the comparison; a preflight asks for the names that its statements use.
-- Needs the parameter names, an array as text (not written with its colon here: it would be put in).
select
  'function' as kind,
  n.nspname::text as schema,
  null::oid as relation,
  p.proname::text as key,
  (
    select string_agg(format_type(a.type, null), e'\n' order by a.attnum)
    from unnest(p.proargtypes) with ordinality as a (type, attnum)
  ) as parent,
  concat_ws(e'\n', p.prokind, p.provolatile, p.pronargdefaults, case when p.provariadic <> 0 then 't' else 'f' end, format_type(p.prorettype, null)) as value
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
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
