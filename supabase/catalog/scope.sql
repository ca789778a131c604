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
-- Everything above that has an owner, its privileges, and the object whose owner it shares: a serial column's sequence
-- has its table's. Where no privilege was ever granted or revoked, `acl` is what holds then.
owned as materialized (
  select o.class, o.oid, o.key, o.schema, o.shares, o.type, o.owner, o.platform, coalesce(o.acl, acldefault(o.type, o.owner)) as acl
  from (
    select
      'pg_catalog.pg_class'::regclass as class, r.oid, r.key, r.schema, coalesce(d.key, r.key) as shares, case r.relkind when 'S' then 's' else 'r' end::"char" as type,
      c.relowner as owner, false as platform, c.relacl as acl
    from relations r
    join pg_catalog.pg_class c on c.oid = r.oid
    left join (
      select d.objid, t.key
      from pg_catalog.pg_depend d
      join relations t on t.oid = d.refobjid
      where d.classid = 'pg_catalog.pg_class'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass
        and d.deptype in ('a', 'i') and d.refobjsubid > 0
    ) d on d.objid = r.oid and r.relkind = 'S'
    where r.relkind <> 'c'
    union all
    -- What the platform keeps to itself there is no business of whoever comes in from outside (privileges.sql).
    select 'pg_catalog.pg_class'::regclass, c.oid, 'table:' || n.nspname || '.' || quote_ident(c.relname), n.nspname, null, 'r', c.relowner, true, c.relacl
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('auth', 'vault') and c.relkind in ('r', 'p', 'v') and c.relacl is not null
    union all
    select 'pg_catalog.pg_proc'::regclass, f.oid, f.kind || ':' || f.name, f.schema, f.kind || ':' || f.name, 'f', p.proowner, false, p.proacl
    from routines f
    join pg_catalog.pg_proc p on p.oid = f.oid
    union all
    select 'pg_catalog.pg_type'::regclass, t.oid, t.kind || ':' || t.name, t.schema, t.kind || ':' || t.name, 'T', y.typowner, false, y.typacl
    from types t
    join pg_catalog.pg_type y on y.oid = t.oid
    union all
    select 'pg_catalog.pg_namespace'::regclass, s.oid, 'schema:' || s.ident, s.name, 'schema:' || s.ident, 'n', n.nspowner, false, n.nspacl
    from schemas s
    join pg_catalog.pg_namespace n on n.oid = s.oid
    union all
    select x.class, x.oid, x.key, x.schema, x.key, h.type, h.owner, false, h.acl
    from objects x
    join (
      select 'pg_catalog.pg_proc'::regclass as class, oid, 'f'::"char" as type, proowner as owner, proacl as acl from pg_catalog.pg_proc where prokind = 'a' and oid >= 16384
      union all select 'pg_catalog.pg_foreign_data_wrapper'::regclass, oid, 'F', fdwowner, fdwacl from pg_catalog.pg_foreign_data_wrapper where oid >= 16384
      union all select 'pg_catalog.pg_foreign_server'::regclass, oid, 'S', srvowner, srvacl from pg_catalog.pg_foreign_server where oid >= 16384
      -- These have an owner, and no privileges.
      union all select 'pg_catalog.pg_operator'::regclass, oid, null, oprowner, null from pg_catalog.pg_operator where oid >= 16384
      union all select 'pg_catalog.pg_opfamily'::regclass, oid, null, opfowner, null from pg_catalog.pg_opfamily where oid >= 16384
      union all select 'pg_catalog.pg_opclass'::regclass, oid, null, opcowner, null from pg_catalog.pg_opclass where oid >= 16384
      union all select 'pg_catalog.pg_collation'::regclass, oid, null, collowner, null from pg_catalog.pg_collation where oid >= 16384
      union all select 'pg_catalog.pg_ts_config'::regclass, oid, null, cfgowner, null from pg_catalog.pg_ts_config where oid >= 16384
      union all select 'pg_catalog.pg_ts_dict'::regclass, oid, null, dictowner, null from pg_catalog.pg_ts_dict where oid >= 16384
      union all select 'pg_catalog.pg_statistic_ext'::regclass, oid, null, stxowner, null from pg_catalog.pg_statistic_ext where oid >= 16384
      union all select 'pg_catalog.pg_event_trigger'::regclass, oid, null, evtowner, null from pg_catalog.pg_event_trigger where oid >= 16384
      union all select 'pg_catalog.pg_publication'::regclass, oid, null, pubowner, null from pg_catalog.pg_publication where oid >= 16384
    ) h on h.class = x.class and h.oid = x.oid
    union all
    select 'pg_catalog.pg_database'::regclass, d.oid, 'database:current', '', 'database:current', 'd', d.datdba, false, d.datacl
    from pg_catalog.pg_database d
    where d.datname = current_database()
    union all
    select 'pg_catalog.pg_parameter_acl'::regclass, a.oid, 'parameter:' || a.parname, '', null, 'p', 10, false, a.paracl
    from pg_catalog.pg_parameter_acl a
  ) o
),
-- The columns that have privileges of their own.
granted_columns as materialized (
  select r.oid, a.attnum, r.schema, 'column:' || r.name || '.' || quote_ident(a.attname) as key, r.key as shares, c.relowner as owner, a.attacl as acl
  from relations r
  join pg_catalog.pg_class c on c.oid = r.oid
  join pg_catalog.pg_attribute a on a.attrelid = r.oid
  where a.attacl is not null and not a.attisdropped
),
-- Each privilege list once: hundreds of tables share one. `scope` is o for an object's, c for a column's, g for default
-- privileges everywhere, s for those in a schema; `most`, how many privileges there are of that type on this version.
privilege_lists as materialized (
  select row_number() over () as id, l.scope, l.type, l.owner, l.acl,
    case l.type when 'c' then 4 else (select count(*) from aclexplode(acldefault(l.type, 10::oid)) e where e.grantee = 10) end as most
  from (
    select 'o' as scope, o.type, o.owner, o.acl from owned o where o.acl is not null
    union
    select 'c', 'c', c.owner, c.acl from granted_columns c
    union
    select case d.defaclnamespace when 0 then 'g' else 's' end, case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end,
      d.defaclrole, d.defaclacl
    from pg_catalog.pg_default_acl d
  ) l
),
-- Who holds what by each list, in words. What goes without saying is left out: an owner's own full rights, and what
-- everybody may do with new functions and types; who lacks these holds none, or some.
granted as materialized (
  select l.scope, l.type, l.owner, l.acl, w.grantee,
    case w.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(w.grantee)) end as name, w.words
  from privilege_lists l
  join (
    select g.id, g.grantee, string_agg(g.words, ', ' order by g.by collate "C") as words, sum(g.held) as held
    from (
      select x.id, x.grantee, x.by,
        -- ALL, as PostgreSQL says: which privileges these are differs between versions.
        case
          when count(*) = x.most and x.most > 1 and bool_and(x.grantable) then 'ALL with grant option' || x.by
          when count(*) = x.most and x.most > 1 and not bool_or(x.grantable) then 'ALL' || x.by
          else string_agg(
            x.privilege || case when x.grantable then ' with grant option' else '' end || x.by, ', ' order by x.privilege collate "C"
          )
        end as words,
        case when x.by = '' and count(*) = x.most then 1 else 0 end as held
      from (
        select l.id, l.most, e.grantee, e.privilege_type as privilege, e.is_grantable as grantable,
          case when e.grantor <> l.owner then ' (by ' || quote_ident(pg_get_userbyid(e.grantor)) || ')' else '' end as by
        from privilege_lists l
        cross join lateral aclexplode(l.acl) e
      ) x
      group by x.id, x.grantee, x.by, x.most
    ) g
    group by g.id, g.grantee
    union all
    select h.id, h.grantee, 'none', 0
    from (
      select l.id, l.acl, l.owner as grantee from privilege_lists l where l.scope in ('o', 'g')
      union all
      select l.id, l.acl, 0 from privilege_lists l where l.scope = 'g' and l.type in ('f', 'T')
    ) h
    where not exists (select from aclexplode(h.acl) e where e.grantee = h.grantee)
  ) w on w.id = l.id
  where not (w.held > 0 and (w.grantee = l.owner or l.scope = 'g' and w.grantee = 0 and l.type in ('f', 'T')))
    and not (l.scope = 'c' and w.grantee = l.owner)
),
-- Roles as they touch what is compared: that own some of it, hold a privilege, are named in a policy, may pass row security
-- by or make other roles; and those that requests come in as. PostgreSQL's own and the platform's are left out.
roles as materialized (
  select o.oid, quote_ident(o.rolname) as ident, o.rolname as name,
    o.rolname ~ '^(pg_|cli_login_)' or o.rolname in (
      'dashboard_user', 'pgbouncer', 'pgsodium_keyholder', 'pgsodium_keyiduser', 'pgsodium_keymaker', 'pgtle_admin', 'supabase_admin',
      'supabase_auth_admin', 'supabase_etl_admin', 'supabase_functions_admin', 'supabase_privileged_role',
      'supabase_read_only_user', 'supabase_realtime_admin', 'supabase_replication_admin', 'supabase_storage_admin', 'supabase_superuser'
    ) as platform,
    o.rolsuper or o.rolbypassrls or o.rolcreaterole or o.rolreplication
      or o.rolname in ('anon', 'authenticated', 'service_role', 'authenticator')
      or o.oid in (select owner from owned)
      or o.oid in (select grantee from granted)
      or o.oid in (select defaclrole from pg_catalog.pg_default_acl)
      or o.oid in (select unnest(p.polroles) from pg_catalog.pg_policy p where p.polrelid in (select oid from policed_relations)) as touches
  from pg_catalog.pg_roles o
),
-- Who may act as whom. Since PostgreSQL 16 a membership can be granted by several, and inheriting is its own option.
memberships as materialized (
  select m.roleid, m.member, o.ident as role, u.ident as name,
    bool_or(m.admin_option) as admin,
    bool_or(coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, i.rolinherit)) as inherit,
    bool_or(coalesce((to_jsonb(m) ->> 'set_option')::boolean, true)) as sets
  from pg_catalog.pg_auth_members m
  join roles o on o.oid = m.roleid
  join roles u on u.oid = m.member
  join pg_catalog.pg_roles i on i.oid = m.member
  where not u.platform and (u.touches or o.touches or o.name ~ '^pg_')
    -- What a project's own role is let do changes with the platform.
    and not (u.name = 'postgres' and (o.platform or o.name in ('anon', 'authenticated', 'service_role', 'authenticator')))
  group by m.roleid, m.member, o.ident, u.ident
),
concerned_roles as materialized (
  select r.oid, r.ident
  from roles r
  where not r.platform and (r.touches or r.oid in (select roleid from memberships) or r.oid in (select member from memberships))
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
),
-- What stands in parentheses, up to eight deep, strings and quoted names and all: a part of a pattern.
parenthesised as materialized (
  select replace(replace(replace(replace(replace(
    'D', 'D', '\((?:C|\((?:C|D)*\))*\)'), 'D', '\((?:C|\((?:C|D)*\))*\)'), 'D', '\((?:C|\((?:C|D)*\))*\)'),
    'D', '\((?:C|\(C*\))*\)'),
    'C', '(?:[^()''"]|''(?:[^'']|'''')*''|"(?:[^"]|"")*")') as operand
)
