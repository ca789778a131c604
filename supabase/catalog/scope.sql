-- What is compared: everything in a user's schema. Left out: PostgreSQL's own, the Supabase platform's, whatever an
-- extension owns, and Drizzle's journal. This file is the one place for those rules.
-- Needs :'journal_schema' and :'journal_table'; :relations narrows the reading to some relations (true for all).
extension_members as materialized (
  select d.classid, d.objid
  from pg_catalog.pg_depend d
  where d.deptype = 'e'
),
schemas as materialized (
  select n.oid, n.nspname as name, quote_ident(n.nspname) as ident
  from pg_catalog.pg_namespace n
  where n.nspname !~ '^pg_'
    and n.nspname <> all (array[
      'information_schema', 'drizzle',
      '_analytics', '_realtime', '_supavisor', 'auth', 'cron', 'etl', 'extensions', 'graphql', 'graphql_public', 'net',
      'pgbouncer', 'pgmq', 'pgmq_public', 'pgsodium', 'pgsodium_masks', 'pgtle', 'realtime', 'storage',
      'supabase_functions', 'supabase_migrations', 'vault'
    ])
    and n.oid not in (select objid from extension_members where classid = 'pg_catalog.pg_namespace'::regclass)
),
-- Policies and triggers of the user live on these platform tables, too.
open_platform_schemas as materialized (
  select n.oid, n.nspname as name, quote_ident(n.nspname) as ident
  from pg_catalog.pg_namespace n
  where n.nspname in ('auth', 'storage', 'realtime')
),
-- The journal table and the sequence behind its id.
journal as materialized (
  select c.oid
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = :'journal_schema' and c.relname = :'journal_table'
),
relations as materialized (
  select
    c.oid,
    c.relkind,
    s.name as schema,
    s.ident || '.' || quote_ident(c.relname) as name,
    case c.relkind
      when 'r' then 'table:' when 'p' then 'table:' when 'v' then 'view:' when 'm' then 'matview:'
      when 'S' then 'sequence:' when 'c' then 'composite:' when 'f' then 'foreign_table:'
    end || s.ident || '.' || quote_ident(c.relname) as key,
    -- What stands for the value of its facts that cannot be printed now; null where all can (locks.sql).
    w.value as locked
  from pg_catalog.pg_class c
  join schemas s on s.oid = c.relnamespace
  left join locked w on w.class = 'pg_catalog.pg_class'::regclass and w.oid = c.oid
  where c.relkind in ('r', 'p', 'v', 'm', 'S', 'c', 'f')
    and c.relpersistence <> 't'
    and c.oid not in (select objid from extension_members where classid = 'pg_catalog.pg_class'::regclass)
    and c.oid not in (select oid from journal)
    and not exists (
      select from pg_catalog.pg_depend d
      where c.relkind = 'S' and d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid in (select oid from journal)
    )
    and (:relations)
),
-- The same, and the platform's tables that may carry a user's policies and triggers.
policed_relations as materialized (
  select oid, schema, name, key, false as platform, locked
  from relations
  where relkind in ('r', 'p', 'v', 'f')
  union all
  select c.oid, s.name, s.ident || '.' || quote_ident(c.relname), null, true, w.value
  from pg_catalog.pg_class c
  join open_platform_schemas s on s.oid = c.relnamespace
  left join locked w on w.class = 'pg_catalog.pg_class'::regclass and w.oid = c.oid
  where c.relkind in ('r', 'p', 'v') and (:relations)
),
routines as materialized (
  select
    p.oid,
    case p.prokind when 'p' then 'procedure' else 'function' end as kind,
    s.name as schema,
    s.ident || '.' || quote_ident(p.proname) || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' as name
  from pg_catalog.pg_proc p
  join schemas s on s.oid = p.pronamespace
  where p.prokind in ('f', 'p', 'w')
    and p.oid not in (select objid from extension_members where classid = 'pg_catalog.pg_proc'::regclass)
    -- The constructors of a range type come and go with it.
    and not exists (
      select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i'
    )
),
-- Enums, domains, ranges and composite types; the row type of a table is not one.
types as materialized (
  select
    t.oid,
    t.typtype,
    t.typrelid,
    case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'r' then 'range' else 'composite' end as kind,
    s.name as schema,
    s.ident || '.' || quote_ident(t.typname) as name
  from pg_catalog.pg_type t
  join schemas s on s.oid = t.typnamespace
  where (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and exists (
      select from pg_catalog.pg_class c where c.oid = t.typrelid and c.relkind = 'c'
    )))
    and t.oid not in (select objid from extension_members where classid = 'pg_catalog.pg_type'::regclass)
),
-- All that is no part of a relation and neither a routine nor a type, by the catalog that it is in. Of no schema: ''.
objects as materialized (
  select o.class, o.oid, o.kind, coalesce(s.name, '') as schema, o.kind || ':' || coalesce(s.ident || '.', '') || o.name as key
  from (
    select
      'pg_catalog.pg_proc'::regclass as class, p.oid, 'aggregate' as kind, p.pronamespace as namespace,
      quote_ident(p.proname) || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' as name
    from pg_catalog.pg_proc p where p.prokind = 'a' and p.oid >= 16384
    union all
    -- Without a function: only named so far, as another operator's commutator or negator.
    select
      'pg_catalog.pg_operator'::regclass, o.oid, 'operator', o.oprnamespace,
      o.oprname || '(' || coalesce(format_type(nullif(o.oprleft, 0), null), 'none') || ', ' || format_type(o.oprright, null) || ')'
    from pg_catalog.pg_operator o where o.oprcode <> 0 and o.oid >= 16384
    union all
    select 'pg_catalog.pg_opfamily'::regclass, f.oid, 'opfamily', f.opfnamespace, quote_ident(f.opfname) || ' using ' || quote_ident(m.amname)
    from pg_catalog.pg_opfamily f join pg_catalog.pg_am m on m.oid = f.opfmethod where f.oid >= 16384
    union all
    select 'pg_catalog.pg_opclass'::regclass, c.oid, 'opclass', c.opcnamespace, quote_ident(c.opcname) || ' using ' || quote_ident(m.amname)
    from pg_catalog.pg_opclass c join pg_catalog.pg_am m on m.oid = c.opcmethod where c.oid >= 16384
    union all
    select 'pg_catalog.pg_collation'::regclass, c.oid, 'collation', c.collnamespace, quote_ident(c.collname)
    from pg_catalog.pg_collation c where c.oid >= 16384
    union all
    select 'pg_catalog.pg_ts_config'::regclass, c.oid, 'ts_config', c.cfgnamespace, quote_ident(c.cfgname)
    from pg_catalog.pg_ts_config c where c.oid >= 16384
    union all
    select 'pg_catalog.pg_ts_dict'::regclass, d.oid, 'ts_dict', d.dictnamespace, quote_ident(d.dictname)
    from pg_catalog.pg_ts_dict d where d.oid >= 16384
    union all
    select 'pg_catalog.pg_statistic_ext'::regclass, x.oid, 'statistics', x.stxnamespace, quote_ident(x.stxname)
    from pg_catalog.pg_statistic_ext x
    union all
    -- Neither PostgreSQL's nor a range type's own.
    select 'pg_catalog.pg_cast'::regclass, c.oid, 'cast', 0, '(' || format_type(c.castsource, null) || ' as ' || format_type(c.casttarget, null) || ')'
    from pg_catalog.pg_cast c
    where c.oid >= 16384 and not exists (
      select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_cast'::regclass and d.objid = c.oid and d.deptype = 'i'
    )
    union all
    -- Those of the platform call functions of the platform.
    select 'pg_catalog.pg_event_trigger'::regclass, e.oid, 'event_trigger', 0, quote_ident(e.evtname)
    from pg_catalog.pg_event_trigger e where e.evtfoid in (select oid from routines)
    union all
    select 'pg_catalog.pg_foreign_data_wrapper'::regclass, w.oid, 'fdw', 0, quote_ident(w.fdwname)
    from pg_catalog.pg_foreign_data_wrapper w
    union all
    select 'pg_catalog.pg_foreign_server'::regclass, f.oid, 'server', 0, quote_ident(f.srvname)
    from pg_catalog.pg_foreign_server f
    union all
    -- The platform's publications are its own; what a user adds to them is the user's.
    select 'pg_catalog.pg_publication'::regclass, p.oid, 'publication', 0, quote_ident(p.pubname)
    from pg_catalog.pg_publication p where p.pubname not in ('supabase_realtime', 'supabase_realtime_messages_publication')
  ) o
  left join schemas s on s.oid = o.namespace
  where (s.oid is not null or o.namespace = 0)
    and not exists (select from extension_members m where m.classid = o.class and m.objid = o.oid)
),
-- 16 and 17 made keywords of these words, so that newer versions print them in quotes as a name and older ones do not.
-- Whether anything of an older target has such a name; almost none does, and then no text need be looked through.
newer_keywords as materialized (
  select
    current_setting('server_version_num')::int < 170000 as older,
    current_setting('server_version_num')::int < 170000 and exists (
      select
      from (
        select a.attname as name from pg_catalog.pg_attribute a where a.attrelid >= 16384
        union all select c.relname from pg_catalog.pg_class c where c.oid >= 16384
        union all select p.proname from pg_catalog.pg_proc p where p.oid >= 16384
        union all select t.typname from pg_catalog.pg_type t where t.oid >= 16384
        union all select k.conname from pg_catalog.pg_constraint k
        union all select g.tgname from pg_catalog.pg_trigger g
        union all select p.polname from pg_catalog.pg_policy p
        union all select n.nspname from pg_catalog.pg_namespace n
        union all select w.rulename from pg_catalog.pg_rewrite w where w.oid >= 16384
        union all select x.stxname from pg_catalog.pg_statistic_ext x
      ) named
      where named.name in (
        'json', 'json_array', 'json_arrayagg', 'json_exists', 'json_object', 'json_objectagg', 'json_query',
        'json_scalar', 'json_serialize', 'json_table', 'json_value', 'merge_action', 'system_user'
      )
    ) as named
),
-- The comments on anything that initdb did not make: few, so that what carries one is found from here.
described as materialized (
  select d.classoid, d.objoid, d.objsubid, d.description
  from pg_catalog.pg_description d
  where d.objoid >= 16384 or d.classoid = 'pg_catalog.pg_namespace'::regclass
)
