import type { CatalogSql } from '../../../functions/collect/catalog.ts'
import type { CheckSql } from '../../../functions/collect/health-statement.ts'

/** The texts of supabase/catalog. Written by npm run edge:catalog: change them there. */
export const CATALOG_SQL: CatalogSql = {
  locks: `-- What cannot be printed now: pg_get_viewdef, pg_get_indexdef and their like take ACCESS SHARE on the relations that a text
-- names, and would wait for whoever holds or awaits ACCESS EXCLUSIVE on one: a migration. \`value\` stands in for the value
-- of such a fact, so that it is read without waiting and is known to be unknown: functions/model/lock.ts. Almost always empty.
locked_relations as materialized (
  select distinct on (l.relation)
    l.relation as oid,
    c.reltype,
    -- CAN, which no printed definition begins with.
    e'\\x18' || jsonb_build_object(
      'relation', quote_ident(n.nspname) || '.' || quote_ident(c.relname),
      'pid', l.pid,
      'held', l.granted,
      -- Since when it waits, or since when its transaction has been open; both are null where the role may not see it.
      'since', coalesce(l.waitstart, a.xact_start),
      'application', a.application_name,
      'idle', a.state like 'idle in transaction%',
      'behind', case when not l.granted then (
        select min(g.pid)
        from pg_catalog.pg_locks g
        where g.locktype = 'relation' and g.database = l.database and g.relation = l.relation and g.granted
      ) end
    )::text as value
  from pg_catalog.pg_locks l
  join pg_catalog.pg_class c on c.oid = l.relation
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    and l.pid is distinct from pg_backend_pid()
  order by l.relation, l.granted desc, l.waitstart, l.pid
),
-- The relations, and the views, rules, policies and routines whose text names one: by table, row type or a routine's rows.
locked as materialized (
  select class, oid, min(value) as value
  from (
    select 'pg_catalog.pg_class'::regclass as class, oid, value
    from locked_relations
    union all
    select
      case when w.rulename = '_RETURN' then 'pg_catalog.pg_class'::regclass else d.classid::regclass end,
      case when w.rulename = '_RETURN' then w.ev_class else d.objid end,
      l.value
    from locked_relations l
    cross join lateral (
      select 'pg_catalog.pg_class'::regclass as class, l.oid
      union all
      select 'pg_catalog.pg_type'::regclass, l.reltype
      union all
      select 'pg_catalog.pg_proc'::regclass, p.oid from pg_catalog.pg_proc p where p.prorettype = l.reltype
    ) named
    join pg_catalog.pg_depend d on d.refclassid = named.class and d.refobjid = named.oid
      and d.classid in ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_policy'::regclass, 'pg_catalog.pg_proc'::regclass)
    left join pg_catalog.pg_rewrite w on d.classid = 'pg_catalog.pg_rewrite'::regclass and w.oid = d.objid
  ) l
  group by class, oid
),
any_lock as materialized (
  select exists (select from locked) as found
),`,
  scope: `-- What is compared: everything in a user's schema. Left out: PostgreSQL's own, the Supabase platform's, whatever an
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
-- has its table's. Where no privilege was ever granted or revoked, \`acl\` is what holds then.
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
-- Each privilege list once: hundreds of tables share one. \`scope\` is o for an object's, c for a column's, g for default
-- privileges everywhere, s for those in a schema; \`most\`, how many privileges there are of that type on this version.
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
    'D', 'D', '\\((?:C|\\((?:C|D)*\\))*\\)'), 'D', '\\((?:C|\\((?:C|D)*\\))*\\)'), 'D', '\\((?:C|\\((?:C|D)*\\))*\\)'),
    'D', '\\((?:C|\\(C*\\))*\\)'),
    'C', '(?:[^()''"]|''(?:[^'']|'''')*''|"(?:[^"]|"")*")') as operand
)`,
  facts: `-- Facts are the same text on every version: what older versions print bare is put in quotes (scope.sql, newer_keywords).
-- PostgreSQL 15's views are put right by functions/collect/views-15.ts.
-- \`varchar_column in ('a', 'b')\` is printed as a cast of an array, and once restored from that text as an array of casts. Both
-- become the array: read again, it is cast as at first.
-- \`n between 1 and 9 and m > 0\` is printed with the range in parentheses of its own, and once restored from that text without
-- them, since the parser takes what stands first in an AND or OR as a part of it. So do facts.
select
  kind,
  schema,
  relation,
  case
    when (select named from newer_keywords) then regexp_replace(
      key,
      '(?<=\\.)(json|json_array|json_arrayagg|json_exists|json_object|json_objectagg|json_query|json_scalar|json_serialize|json_table|json_value|merge_action|system_user)(?=\\.|\\(|\\n|$)',
      '"\\1"', 'g'
    )
    else key
  end as key,
  case
    when (select named from newer_keywords) then regexp_replace(
      parent,
      '(?<=\\.)(json|json_array|json_arrayagg|json_exists|json_object|json_objectagg|json_query|json_scalar|json_serialize|json_table|json_value|merge_action|system_user)(?=\\.|\\(|\\n|$)',
      '"\\1"', 'g'
    )
    else parent
  end as parent,
  case
    -- Such a text is longer than that; to look through all of them takes longer than to read them.
    when octet_length(printed.value) > case kind when 'column' then 60 else 30 end
      and (strpos(printed.value, ')) AND ') > 0 or strpos(printed.value, ')) OR ') > 0)
      and kind not in ('function', 'procedure', 'comment')
    then regexp_replace(
      regexp_replace(
        listed.value,
        '\\(\\((' || (select operand from parenthesised) || '(?: AND ' || (select operand from parenthesised) || ')+)\\)(?= AND )',
        '(\\1', 'g'
      ),
      '\\(\\((' || (select operand from parenthesised) || '(?: OR ' || (select operand from parenthesised) || ')+)\\)(?= OR )',
      '(\\1', 'g'
    )
    else listed.value
  end as value
from printed
cross join lateral (select case
    -- A view or a rule may give such a name to what only stands in its own text.
    when (kind in ('constraint', 'index', 'policy', 'trigger', 'statistics', 'publication_table') and (select named from newer_keywords))
      or (kind in ('view', 'matview', 'rule') and (select older from newer_keywords))
    -- Not a type after ::, not a function's call, not in a string or in quotes already.
    then regexp_replace(
      value,
      '(?<!::|[''"\\w$])(json|json_array|json_arrayagg|json_exists|json_object|json_objectagg|json_query|json_scalar|json_serialize|json_table|json_value|merge_action|system_user)(?![''"\\w$]|\\()',
      '"\\1"', 'g'
    )
    else value
  end as value
) worded
cross join lateral (select case
    -- As above.
    when octet_length(printed.value) > 60 and strpos(printed.value, '''::character varying') > 0
      and kind not in ('function', 'procedure', 'comment')
    then regexp_replace(
      regexp_replace(
        worded.value,
        '\\((''(?:[^'']|'''')*''::character varying)\\)::text(?=(?:, \\(''(?:[^'']|'''')*''::character varying\\)::text)*\\])',
        '\\1', 'g'
      ),
      '\\((ARRAY\\[''(?:[^'']|'''')*''::character varying(?:, ''(?:[^'']|'''')*''::character varying)*\\])\\)::text\\[\\]',
      '\\1', 'g'
    )
    else worded.value
  end as value
) listed`,
  aggregates: `-- aggregate:SCHEMA.NAME(ARGUMENT TYPES): its arguments as CREATE AGGREGATE takes them, and its definition.
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  concat_ws(e'\\n',
    (
      select string_agg(f.kind || ':' || f.name, e'\\n' order by f.name collate "C")
      from routines f
      where f.oid in (
        a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn
      )
    ),
    (
      select string_agg(distinct t.kind || ':' || t.name, e'\\n')
      from pg_catalog.pg_depend d
      join types t on t.oid = d.refobjid
      where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.refclassid = 'pg_catalog.pg_type'::regclass
    ),
    'schema:' || quote_ident(o.schema)
  ) as parent,
  '(' || coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*') || ') (' || concat_ws(', ',
    'sfunc = ' || split_part(a.aggtransfn::oid::regprocedure::text, '(', 1),
    'stype = ' || format_type(a.aggtranstype, null),
    'sspace = ' || nullif(a.aggtransspace, 0),
    'finalfunc = ' || split_part(nullif(a.aggfinalfn::oid, 0)::regprocedure::text, '(', 1),
    case when a.aggfinalextra then 'finalfunc_extra' end,
    'finalfunc_modify = ' || case when a.aggfinalfn <> 0 then
      case a.aggfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end
    end,
    'combinefunc = ' || split_part(nullif(a.aggcombinefn::oid, 0)::regprocedure::text, '(', 1),
    'serialfunc = ' || split_part(nullif(a.aggserialfn::oid, 0)::regprocedure::text, '(', 1),
    'deserialfunc = ' || split_part(nullif(a.aggdeserialfn::oid, 0)::regprocedure::text, '(', 1),
    'initcond = ' || quote_literal(a.agginitval),
    'msfunc = ' || split_part(nullif(a.aggmtransfn::oid, 0)::regprocedure::text, '(', 1),
    'minvfunc = ' || split_part(nullif(a.aggminvtransfn::oid, 0)::regprocedure::text, '(', 1),
    'mstype = ' || format_type(nullif(a.aggmtranstype, 0), null),
    'msspace = ' || nullif(a.aggmtransspace, 0),
    'mfinalfunc = ' || split_part(nullif(a.aggmfinalfn::oid, 0)::regprocedure::text, '(', 1),
    case when a.aggmfinalextra then 'mfinalfunc_extra' end,
    'mfinalfunc_modify = ' || case when a.aggmfinalfn <> 0 then
      case a.aggmfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end
    end,
    'minitcond = ' || quote_literal(a.aggminitval),
    (
      select 'sortop = operator(' || quote_ident(n.nspname) || '.' || r.oprname || ')'
      from pg_catalog.pg_operator r
      join pg_catalog.pg_namespace n on n.oid = r.oprnamespace
      where r.oid = a.aggsortop
    ),
    'parallel = ' || case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end,
    case when a.aggkind = 'h' then 'hypothetical' end
  ) || ')' as value
from objects o
join pg_catalog.pg_proc p on p.oid = o.oid
join pg_catalog.pg_aggregate a on a.aggfnoid = p.oid
where o.kind = 'aggregate'`,
  collations: `-- collation:SCHEMA.NAME, without its version (the operating system moves it). The locale's column has another name on
-- every major version, so the row is read as JSON.
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  'schema:' || quote_ident(o.schema) as parent,
  '(' || concat_ws(', ',
    'provider = ' || case c.collprovider when 'i' then 'icu' when 'c' then 'libc' when 'b' then 'builtin' else c.collprovider::text end,
    'locale = ' || quote_literal(coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale')),
    'lc_collate = ' || quote_literal(c.collcollate),
    'lc_ctype = ' || quote_literal(c.collctype),
    'rules = ' || quote_literal(to_jsonb(c) ->> 'collicurules'),
    'deterministic = ' || c.collisdeterministic
  ) || ')' as value
from objects o
join pg_catalog.pg_collation c on c.oid = o.oid
where o.kind = 'collation'`,
  columns: `-- column:SCHEMA.TABLE.NAME: type, collation, storage, statistics, nullability, identity, generation, default. No ordinal position:
-- a column dropped and added back is the same column.
select
  'column' as kind,
  r.schema,
  r.oid as relation,
  'column:' || r.name || '.' || quote_ident(a.attname) as key,
  concat_ws(e'\\n',
    (
      select string_agg('column:' || h.inhparent::regclass || '.' || quote_ident(a.attname), e'\\n' order by h.inhseqno)
      from pg_catalog.pg_inherits h
      where h.inhrelid = r.oid and not a.attislocal
    ),
    r.key,
    (
      select min(u.kind || ':' || u.name)
      from types u
      where u.oid in (a.atttypid, t.typelem)
    ),
    (
      select 'extension:' || quote_ident(e.extname)
      from pg_catalog.pg_depend d
      join pg_catalog.pg_extension e on e.oid = d.refobjid
      where d.classid = 'pg_catalog.pg_type'::regclass and d.objid = coalesce(nullif(t.typelem, 0), t.oid) and d.deptype = 'e'
    )
  ) as parent,
  coalesce(case when a.attgenerated <> '' then r.locked end, concat_ws(' ',
    format_type(a.atttypid, a.atttypmod),
    case
      when a.attcollation <> 0 and a.attcollation <> t.typcollation then (
        select 'collate ' || quote_ident(n.nspname) || '.' || quote_ident(o.collname)
        from pg_catalog.pg_collation o
        join pg_catalog.pg_namespace n on n.oid = o.collnamespace
        where o.oid = a.attcollation
      )
    end,
    case when a.attstorage <> t.typstorage then
      'storage ' || case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end
    end,
    case a.attcompression when 'p' then 'compression pglz' when 'l' then 'compression lz4' end,
    'statistics ' || nullif(a.attstattarget, -1),
    case when a.attoptions is not null then (
      select 'set (' || string_agg(x.option, ', ' order by x.option collate "C") || ')'
      from unnest(a.attoptions) as x (option)
    ) end,
    case when a.attfdwoptions is not null then (
      select 'options (' || string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', '
        order by o.option_name collate "C") || ')'
      from pg_catalog.pg_options_to_table(a.attfdwoptions) o
    ) end,
    case when a.attnotnull then 'not null' end,
    -- Only PostgreSQL 18 keeps NOT NULL as a constraint, which may be not inherited or not valid.
    case when a.attnotnull and (a.attrelid, a.attnum) in (
      select q.conrelid, q.conkey[1] from pg_catalog.pg_constraint q where q.contype = 'n' and q.connoinherit
    ) then 'no inherit' end,
    case when a.attnotnull and (a.attrelid, a.attnum) in (
      select q.conrelid, q.conkey[1] from pg_catalog.pg_constraint q where q.contype = 'n' and not q.convalidated
    ) then 'not valid' end,
    case a.attidentity
      when 'a' then 'generated always as identity'
      when 'd' then 'generated by default as identity'
    end,
    (
      select case a.attgenerated
        when 's' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
        when 'v' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') virtual'
        -- A default names no column, so that it is printed without its table, and without a lock on it.
        else 'default ' || pg_get_expr(d.adbin, 0)
      end
      from pg_catalog.pg_attrdef d
      where a.atthasdef and d.adrelid = a.attrelid and d.adnum = a.attnum
    )
  )) as value
from relations r
join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type t on t.oid = a.atttypid
where r.relkind in ('r', 'p', 'f')`,
  comments: `-- comment:KEY OF ITS OBJECT.
select 'comment' as kind, o.schema, o.relation, 'comment:' || o.key as key, concat_ws(e'\\n', o.key, o.owner) as parent, d.description as value
from (
  select 'pg_catalog.pg_class'::regclass as class, r.oid, 0 as part, r.schema, r.oid as relation, r.key, null::text as owner
  from relations r
  where r.relkind <> 'c' and r.oid in (select objoid from described)
  union all
  select 'pg_catalog.pg_class'::regclass, r.oid, a.attnum, r.schema, r.oid, 'column:' || r.name || '.' || quote_ident(a.attname), r.key
  from relations r
  join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  where r.oid in (select objoid from described where objsubid > 0)
  union all
  select 'pg_catalog.pg_class'::regclass, c.oid, 0, r.schema, r.oid, 'index:' || quote_ident(r.schema) || '.' || quote_ident(c.relname), r.key
  from relations r
  join pg_catalog.pg_index i on i.indrelid = r.oid
  join pg_catalog.pg_class c on c.oid = i.indexrelid
  where c.oid in (select objoid from described)
  union all
  select 'pg_catalog.pg_constraint'::regclass, k.oid, 0, r.schema, r.oid, 'constraint:' || r.name || '.' || quote_ident(k.conname), null
  from relations r
  join pg_catalog.pg_constraint k on k.conrelid = r.oid
  where k.contype in ('p', 'u', 'f', 'c', 'x') and k.oid in (select objoid from described)
  union all
  select 'pg_catalog.pg_trigger'::regclass, g.oid, 0, r.schema, r.oid, 'trigger:' || r.name || '.' || quote_ident(g.tgname), null
  from policed_relations r
  join pg_catalog.pg_trigger g on g.tgrelid = r.oid and not g.tgisinternal
  where not r.platform or g.tgfoid in (select oid from routines)
  union all
  select 'pg_catalog.pg_policy'::regclass, p.oid, 0, r.schema, r.oid, 'policy:' || r.name || '.' || quote_ident(p.polname), null
  from policed_relations r
  join pg_catalog.pg_policy p on p.polrelid = r.oid
  union all
  select 'pg_catalog.pg_type'::regclass, t.oid, 0, t.schema, null, t.kind || ':' || t.name, null
  from types t
  union all
  select 'pg_catalog.pg_constraint'::regclass, k.oid, 0, t.schema, null, 'constraint:' || t.name || '.' || quote_ident(k.conname), t.kind || ':' || t.name
  from types t
  join pg_catalog.pg_constraint k on k.contypid = t.oid and k.contype = 'c'
  union all
  select 'pg_catalog.pg_proc'::regclass, f.oid, 0, f.schema, null, f.kind || ':' || f.name, null
  from routines f
  union all
  select 'pg_catalog.pg_rewrite'::regclass, w.oid, 0, r.schema, r.oid, 'rule:' || r.name || '.' || quote_ident(w.rulename), null
  from relations r
  join pg_catalog.pg_rewrite w on w.ev_class = r.oid and w.rulename <> '_RETURN'
  union all
  select x.class, x.oid, 0, x.schema, null, x.key, null
  from objects x
  union all
  -- PostgreSQL itself comments on the schema public.
  select 'pg_catalog.pg_namespace'::regclass, s.oid, 0, s.name, null, 'schema:' || s.ident, null
  from schemas s
  where s.name <> 'public'
) o
join described d on d.classoid = o.class and d.objoid = o.oid and d.objsubid = o.part`,
  constraints: `-- constraint:SCHEMA.TABLE.NAME: primary key, unique, foreign key, check, exclusion. NOT NULL belongs to the column:
-- only PostgreSQL 18 keeps it as a constraint.
select
  'constraint' as kind,
  r.schema,
  r.oid as relation,
  'constraint:' || r.name || '.' || quote_ident(k.conname) as key,
  concat_ws(e'\\n',
    (
      select 'constraint:' || q.conrelid::regclass || '.' || quote_ident(q.conname)
      from pg_catalog.pg_constraint q
      where q.oid = k.conparentid
    ),
    (
      select string_agg('constraint:' || h.inhparent::regclass || '.' || quote_ident(k.conname), e'\\n' order by h.inhseqno)
      from pg_catalog.pg_inherits h
      where h.inhrelid = r.oid and not k.conislocal and k.contype = 'c'
    ),
    r.key,
    (
      select string_agg('column:' || d.refobjid::regclass || '.' || quote_ident(a.attname), e'\\n' order by d.refobjid = r.oid desc, a.attnum)
      from pg_catalog.pg_depend d
      join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_catalog.pg_constraint'::regclass and d.objid = k.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0
    ),
    (
      select string_agg(f.kind || ':' || f.name, e'\\n' order by f.name collate "C")
      from pg_catalog.pg_depend d
      join routines f on f.oid = d.refobjid
      where d.classid = 'pg_catalog.pg_constraint'::regclass and d.objid = k.oid
        and d.refclassid = 'pg_catalog.pg_proc'::regclass
    )
  ) as parent,
  coalesce(case when k.contype in ('c', 'x') then r.locked end, concat_ws(' ',
    pg_get_constraintdef(k.oid),
    (
      select 'with (' || string_agg(x.option, ', ' order by x.option collate "C") || ')'
      from pg_catalog.pg_class c, unnest(c.reloptions) as x (option)
      where c.oid = k.conindid and k.contype in ('p', 'u', 'x')
    )
  )) as value
from relations r
join pg_catalog.pg_constraint k on k.conrelid = r.oid
where k.contype in ('p', 'u', 'f', 'c', 'x')
  -- A foreign key to a partitioned table has one hidden constraint per partition referred to, named anew by each version.
  and not exists (
    select from pg_catalog.pg_constraint q
    where q.oid = k.conparentid and q.conrelid = k.conrelid
  )`,
  'default-privileges': `-- default_privilege:ROLE/OBJECTS/ROLE and default_privilege:ROLE in SCHEMA/OBJECTS/ROLE: who will hold what on what the first role makes.
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
where s.oid is not null or d.defaclnamespace = 0`,
  'event-triggers': `-- event_trigger:NAME and whether it fires.
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  f.kind || ':' || f.name as parent,
  concat_ws(' ',
    'on ' || e.evtevent,
    (
      select 'when tag in (' || string_agg(quote_literal(t.tag), ', ' order by t.tag collate "C") || ')'
      from unnest(e.evttags) as t (tag)
    ),
    'execute function ' || f.name
  ) || case e.evtenabled
    when 'D' then ' (disabled)' when 'R' then ' (fires on a replica only)' when 'A' then ' (fires always)' else ''
  end as value
from objects o
join pg_catalog.pg_event_trigger e on e.oid = o.oid
join routines f on f.oid = e.evtfoid
where o.kind = 'event_trigger'`,
  extensions: `-- extension:NAME, without its version (the platform moves versions). What Supabase installs in its own schemas is left out.
select
  'extension' as kind,
  '' as schema,
  null::oid as relation,
  'extension:' || quote_ident(e.extname) as key,
  null::text as parent,
  'schema ' || quote_ident(n.nspname) as value
from pg_catalog.pg_extension e
join pg_catalog.pg_namespace n on n.oid = e.extnamespace
where e.extname <> 'plpgsql'
  and not (
    e.extname in (
      'pg_graphql', 'pg_stat_statements', 'pgcrypto', 'pgjwt', 'pgsodium', 'supabase_vault', 'uuid-ossp'
    )
    and n.nspname in ('extensions', 'graphql', 'pgsodium', 'vault')
  )`,
  foreign: `-- fdw:NAME, server:NAME and user_mapping:SERVER.ROLE. What may be a secret is not read: of a mapping no option at all
-- (who may see them depends on who asks), of the others no value of an option that is named like one.
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  (
    select string_agg(f.kind || ':' || f.name, e'\\n' order by f.name collate "C")
    from routines f
    where f.oid in (w.fdwhandler, w.fdwvalidator)
  ) as parent,
  concat_ws(' ',
    coalesce('handler ' || split_part(nullif(w.fdwhandler, 0)::regprocedure::text, '(', 1), 'no handler'),
    coalesce('validator ' || split_part(nullif(w.fdwvalidator, 0)::regprocedure::text, '(', 1), 'no validator'),
    (
      select 'options (' || string_agg(quote_ident(x.option_name) || ' ' || case
        when x.option_name ~* 'password|passwd|secret|token|key' then '''…''' else quote_literal(x.option_value)
      end, ', ' order by x.option_name collate "C") || ')'
      from pg_catalog.pg_options_to_table(w.fdwoptions) x
    )
  ) as value
from objects o
join pg_catalog.pg_foreign_data_wrapper w on w.oid = o.oid
where o.kind = 'fdw'
union all
select
  o.kind,
  o.schema,
  null::oid,
  o.key,
  coalesce(
    (
      select 'extension:' || quote_ident(e.extname)
      from pg_catalog.pg_depend d
      join pg_catalog.pg_extension e on e.oid = d.refobjid
      where d.classid = 'pg_catalog.pg_foreign_data_wrapper'::regclass and d.objid = w.oid and d.deptype = 'e'
    ),
    'fdw:' || quote_ident(w.fdwname)
  ),
  concat_ws(' ',
    'type ' || quote_literal(f.srvtype),
    'version ' || quote_literal(f.srvversion),
    'foreign data wrapper ' || quote_ident(w.fdwname),
    (
      select 'options (' || string_agg(quote_ident(x.option_name) || ' ' || case
        when x.option_name ~* 'password|passwd|secret|token|key' then '''…''' else quote_literal(x.option_value)
      end, ', ' order by x.option_name collate "C") || ')'
      from pg_catalog.pg_options_to_table(f.srvoptions) x
    )
  )
from objects o
join pg_catalog.pg_foreign_server f on f.oid = o.oid
join pg_catalog.pg_foreign_data_wrapper w on w.oid = f.srvfdw
where o.kind = 'server'
union all
select
  'user_mapping',
  '',
  null::oid,
  'user_mapping:' || quote_ident(m.srvname) || '.' || case when m.umuser = 0 then 'public' else quote_ident(m.usename) end,
  'server:' || quote_ident(m.srvname),
  'user mapping'
from pg_catalog.pg_user_mappings m`,
  functions: `-- function: and procedure:SCHEMA.NAME(ARGUMENT TYPES), as PostgreSQL would create it again.
select f.kind, f.schema, null::oid as relation, f.kind || ':' || f.name as key, concat_ws(e'\\n',
    (
      select string_agg(distinct t.kind || ':' || t.name, e'\\n')
      from pg_catalog.pg_depend d
      join types t on t.oid = d.refobjid
      where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = f.oid and d.refclassid = 'pg_catalog.pg_type'::regclass
    ),
    'schema:' || quote_ident(f.schema)
  ) as parent, coalesce(w.value, pg_get_functiondef(f.oid)) as value
from routines f
left join locked w on w.class = 'pg_catalog.pg_proc'::regclass and w.oid = f.oid`,
  indexes: `-- index:SCHEMA.NAME, but for those that a constraint makes. An invalid index (a CREATE INDEX CONCURRENTLY that failed)
-- is not the index that was asked for.
select
  'index' as kind,
  r.schema,
  r.oid as relation,
  'index:' || quote_ident(r.schema) || '.' || quote_ident(c.relname) as key,
  concat_ws(e'\\n',
    (select 'index:' || h.inhparent::regclass from pg_catalog.pg_inherits h where h.inhrelid = i.indexrelid),
    r.key,
    (
      select string_agg('column:' || r.name || '.' || quote_ident(a.attname), e'\\n' order by a.attnum)
      from pg_catalog.pg_depend d
      join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = i.indexrelid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = r.oid
    ),
    (
      select string_agg(f.kind || ':' || f.name, e'\\n' order by f.name collate "C")
      from pg_catalog.pg_depend d
      join routines f on f.oid = d.refobjid
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = i.indexrelid
        and d.refclassid = 'pg_catalog.pg_proc'::regclass
    )
  ) as parent,
  coalesce(r.locked, pg_get_indexdef(i.indexrelid)
    || case when c.reltablespace = 0 then '' else (
      select ' tablespace ' || quote_ident(t.spcname) from pg_catalog.pg_tablespace t where t.oid = c.reltablespace
    ) end
    || case when i.indisvalid then '' else ' (invalid)' end) as value
from relations r
join pg_catalog.pg_index i on i.indrelid = r.oid
join pg_catalog.pg_class c on c.oid = i.indexrelid
where not exists (
  select from pg_catalog.pg_constraint k
  where k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
)`,
  'operator-classes': `-- opfamily: and opclass:SCHEMA.NAME using METHOD. The operators and functions of a class are told as its family's.
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  concat_ws(e'\\n',
    (
      select string_agg(distinct r.kind || ':' || r.name, e'\\n')
      from pg_catalog.pg_amproc a
      join routines r on r.oid = a.amproc
      where a.amprocfamily = f.oid
    ),
    'schema:' || quote_ident(o.schema)
  ) as parent,
  'operator family' || coalesce(' ' || nullif(concat_ws(', ',
    (
      select string_agg('operator ' || a.amopstrategy || ' ' || a.amopopr::regoperator || coalesce(' for order by ' || (
        select quote_ident(n.nspname) || '.' || quote_ident(x.opfname)
        from pg_catalog.pg_opfamily x
        join pg_catalog.pg_namespace n on n.oid = x.opfnamespace
        where x.oid = a.amopsortfamily
      ), ''), ', ' order by a.amopstrategy, a.amopopr::regoperator::text collate "C")
      from pg_catalog.pg_amop a
      where a.amopfamily = f.oid
    ),
    (
      select string_agg(
        'function ' || a.amprocnum || ' (' || format_type(a.amproclefttype, null) || ',' || format_type(a.amprocrighttype, null)
          || ') ' || a.amproc::oid::regprocedure,
        ', ' order by a.amprocnum, a.amproc::oid::regprocedure::text collate "C")
      from pg_catalog.pg_amproc a
      where a.amprocfamily = f.oid
    )
  ), ''), '') as value
from objects o
join pg_catalog.pg_opfamily f on f.oid = o.oid
where o.kind = 'opfamily'
union all
select
  o.kind,
  o.schema,
  null::oid,
  o.key,
  concat_ws(e'\\n',
    'opfamily:' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname) || ' using ' || quote_ident(m.amname),
    (select t.kind || ':' || t.name from types t where t.oid = c.opcintype)
  ),
  concat_ws(' ',
    case when c.opcdefault then 'default' end,
    'for type ' || format_type(c.opcintype, null),
    'using ' || quote_ident(m.amname),
    'family ' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname),
    'as storage ' || format_type(coalesce(nullif(c.opckeytype, 0), c.opcintype), null)
  )
from objects o
join pg_catalog.pg_opclass c on c.oid = o.oid
join pg_catalog.pg_am m on m.oid = c.opcmethod
join pg_catalog.pg_opfamily f on f.oid = c.opcfamily
join pg_catalog.pg_namespace n on n.oid = f.opfnamespace
where o.kind = 'opclass'`,
  operators: `-- operator:SCHEMA.NAME(LEFT, RIGHT) and cast:(SOURCE AS TARGET).
select
  x.kind,
  x.schema,
  null::oid as relation,
  x.key,
  concat_ws(e'\\n', (select f.kind || ':' || f.name from routines f where f.oid = o.oprcode), 'schema:' || quote_ident(x.schema)) as parent,
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
  concat_ws(e'\\n',
    (select f.kind || ':' || f.name from routines f where f.oid = c.castfunc),
    (select string_agg(t.kind || ':' || t.name, e'\\n' order by t.name collate "C") from types t where t.oid in (c.castsource, c.casttarget)),
    (
      select string_agg(
        case b.relkind when 'v' then 'view:' when 'm' then 'matview:' when 'f' then 'foreign_table:' else 'table:' end || b.oid::regclass,
        e'\\n' order by t.oid = c.castsource desc
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
where x.kind = 'cast'`,
  owners: `-- owner:KEY OF ITS OBJECT.
select 'owner' as kind, o.schema, null::oid as relation, 'owner:' || o.key as key,
  'owner:' || nullif(o.shares, o.key) as parent, quote_ident(pg_get_userbyid(o.owner)) as value
from owned o
where o.shares is not null`,
  policies: `-- policy:SCHEMA.TABLE.NAME: permissive or restrictive, command, roles, expressions.
select
  'policy' as kind,
  r.schema,
  r.oid as relation,
  'policy:' || r.name || '.' || quote_ident(p.polname) as key,
  concat_ws(e'\\n',
    r.key,
    (
      select string_agg(distinct 'column:' || d.refobjid::regclass || '.' || quote_ident(a.attname), e'\\n')
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
left join locked w on w.class = 'pg_catalog.pg_policy'::regclass and w.oid = p.oid`,
  privileges: `-- privilege:KEY OF ITS OBJECT/ROLE, \`public\` for everybody: the same text whether privileges were never touched or granted as
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
join granted g on g.scope = 'c' and g.owner = c.owner and g.acl = c.acl`,
  publications: `-- publication:NAME, publication_table:NAME.SCHEMA.TABLE and publication_schema:NAME.SCHEMA: what Realtime and replicas
-- hear of.
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  null::text as parent,
  concat_ws(' ',
    case when p.puballtables then 'for all tables' end,
    'with (publish = ''' || concat_ws(', ',
      case when p.pubinsert then 'insert' end,
      case when p.pubupdate then 'update' end,
      case when p.pubdelete then 'delete' end,
      case when p.pubtruncate then 'truncate' end
    ) || ''', publish_via_partition_root = ' || p.pubviaroot
      -- Since PostgreSQL 18.
      || case when to_jsonb(p) ->> 'pubgencols' = 's' then ', publish_generated_columns = stored' else '' end
      || ')'
  ) as value
from objects o
join pg_catalog.pg_publication p on p.oid = o.oid
where o.kind = 'publication'
union all
select
  'publication_table',
  r.schema,
  r.oid,
  'publication_table:' || quote_ident(p.pubname) || '.' || r.name,
  concat_ws(e'\\n',
    'publication:' || quote_ident(p.pubname),
    r.key,
    (
      select string_agg('column:' || r.name || '.' || quote_ident(a.attname), e'\\n' order by a.attnum)
      from pg_catalog.pg_attribute a
      where a.attrelid = r.oid and a.attnum = any (m.prattrs)
    )
  ),
  coalesce(case when m.prqual is not null then r.locked end, concat_ws(' ',
    'table',
    (
      select '(' || string_agg(quote_ident(a.attname), ', ' order by a.attnum) || ')'
      from pg_catalog.pg_attribute a
      where a.attrelid = r.oid and a.attnum = any (m.prattrs)
    ),
    'where (' || pg_get_expr(m.prqual, m.prrelid) || ')'
  ))
from pg_catalog.pg_publication_rel m
join pg_catalog.pg_publication p on p.oid = m.prpubid
join relations r on r.oid = m.prrelid
union all
select
  'publication_schema',
  s.name,
  null::oid,
  'publication_schema:' || quote_ident(p.pubname) || '.' || s.ident,
  concat_ws(e'\\n', 'publication:' || quote_ident(p.pubname), 'schema:' || s.ident),
  'tables in schema'
from pg_catalog.pg_publication_namespace m
join pg_catalog.pg_publication p on p.oid = m.pnpubid
join schemas s on s.oid = m.pnnspid`,
  ranges: `-- range:SCHEMA.NAME; its multirange type and constructors come with it.
select
  t.kind,
  t.schema,
  null::oid as relation,
  t.kind || ':' || t.name as key,
  concat_ws(e'\\n',
    (select u.kind || ':' || u.name from types u where u.oid = g.rngsubtype),
    (
      select string_agg(f.kind || ':' || f.name, e'\\n' order by f.name collate "C")
      from routines f
      where f.oid in (g.rngcanonical, g.rngsubdiff)
    ),
    'schema:' || quote_ident(t.schema)
  ) as parent,
  'range (' || concat_ws(', ',
    'subtype = ' || format_type(g.rngsubtype, null),
    (
      select 'subtype_opclass = ' || quote_ident(n.nspname) || '.' || quote_ident(o.opcname)
      from pg_catalog.pg_opclass o
      join pg_catalog.pg_namespace n on n.oid = o.opcnamespace
      where o.oid = g.rngsubopc and not o.opcdefault
    ),
    (
      select 'collation = ' || quote_ident(n.nspname) || '.' || quote_ident(c.collname)
      from pg_catalog.pg_collation c
      join pg_catalog.pg_namespace n on n.oid = c.collnamespace
      join pg_catalog.pg_type b on b.oid = g.rngsubtype
      where c.oid = g.rngcollation and g.rngcollation <> b.typcollation
    ),
    'canonical = ' || split_part(nullif(g.rngcanonical::oid, 0)::regprocedure::text, '(', 1),
    'subtype_diff = ' || split_part(nullif(g.rngsubdiff::oid, 0)::regprocedure::text, '(', 1),
    'multirange_type_name = ' || format_type(g.rngmultitypid, null)
  ) || ')' as value
from types t
join pg_catalog.pg_range g on g.rngtypid = t.oid`,
  roles: `-- role:NAME, what it may do at all; and member:ROLE/MEMBER, who may act as it. Passwords are not read.
select
  'role' as kind,
  '' as schema,
  null::oid as relation,
  'role:' || r.ident as key,
  null::text as parent,
  concat_ws(', ',
    case when o.rolcanlogin then 'login' else 'nologin' end,
    case when o.rolinherit then 'inherit' else 'noinherit' end,
    case when o.rolsuper then 'superuser' end,
    case when o.rolbypassrls then 'bypassrls' end,
    case when o.rolcreaterole then 'createrole' end,
    case when o.rolcreatedb then 'createdb' end,
    case when o.rolreplication then 'replication' end,
    case when o.rolconnlimit <> -1 then 'connection limit ' || o.rolconnlimit end,
    case when o.rolvaliduntil is not null then 'valid until ' || quote_literal(o.rolvaliduntil) end
  ) as value
from concerned_roles r
join pg_catalog.pg_roles o on o.oid = r.oid
union all
select
  'member',
  '',
  null::oid,
  'member:' || m.role || '/' || m.name,
  concat_ws(e'\\n', 'role:' || m.role, 'role:' || m.name),
  'admin ' || m.admin || ', inherit ' || m.inherit || ', set ' || m.sets
from memberships m`,
  rules: `-- rule:SCHEMA.RELATION.NAME and whether it fires; the rule that makes a view a view belongs to the view.
select
  'rule' as kind,
  r.schema,
  r.oid as relation,
  'rule:' || r.name || '.' || quote_ident(w.rulename) as key,
  concat_ws(e'\\n',
    r.key,
    (
      select string_agg(distinct case
        when b.relkind in ('r', 'p', 'f') and a.attname is not null then 'column:' || b.oid::regclass || '.' || quote_ident(a.attname)
        else case b.relkind when 'v' then 'view:' when 'm' then 'matview:' when 'f' then 'foreign_table:' else 'table:' end || b.oid::regclass
      end, e'\\n')
      from pg_catalog.pg_depend d
      join pg_catalog.pg_class b on b.oid = d.refobjid
      left join pg_catalog.pg_attribute a on a.attrelid = b.oid and a.attnum = d.refobjsubid and d.refobjsubid > 0
      where d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and (d.refobjid <> r.oid or d.refobjsubid > 0)
    )
  ) as parent,
  coalesce(r.locked, l.value, pg_get_ruledef(w.oid) || case w.ev_enabled
    when 'D' then ' (disabled)' when 'R' then ' (fires on a replica only)' when 'A' then ' (fires always)' else ''
  end) as value
from relations r
join pg_catalog.pg_rewrite w on w.ev_class = r.oid
left join locked l on l.class = 'pg_catalog.pg_rewrite'::regclass and l.oid = w.oid
where w.rulename <> '_RETURN' and r.relkind in ('r', 'p', 'v')`,
  schemas: `-- schema:NAME. The journal's own schema is Drizzle's, not the migrations'.
select 'schema' as kind, s.name as schema, null::oid as relation, 'schema:' || s.ident as key, null::text as parent, 'schema' as value
from schemas s
where s.name <> :'journal_schema' or s.name = 'public'`,
  sequences: `-- sequence:SCHEMA.NAME: type, bounds, step, cache, owner column. Its current value is data, not catalog.
select
  'sequence' as kind,
  r.schema,
  r.oid as relation,
  r.key,
  concat_ws(e'\\n', 'column:' || o.owner || '.' || o.attribute, 'schema:' || quote_ident(r.schema)) as parent,
  concat_ws(' ',
    'as ' || format_type(q.seqtypid, null),
    'start with ' || q.seqstart,
    'increment by ' || q.seqincrement,
    'minvalue ' || q.seqmin,
    'maxvalue ' || q.seqmax,
    'cache ' || q.seqcache,
    case when q.seqcycle then 'cycle' else 'no cycle' end,
    case when c.relpersistence = 'u' then 'unlogged' end,
    case o.deptype when 'i' then 'identity of ' when 'a' then 'owned by ' end || o.owner || '.' || o.attribute
  ) as value
from relations r
join pg_catalog.pg_class c on c.oid = r.oid
join pg_catalog.pg_sequence q on q.seqrelid = r.oid
left join lateral (
  select
    d.deptype,
    quote_ident(n.nspname) || '.' || quote_ident(t.relname) as owner,
    quote_ident(a.attname) as attribute
  from pg_catalog.pg_depend d
  join pg_catalog.pg_class t on t.oid = d.refobjid
  join pg_catalog.pg_namespace n on n.oid = t.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = r.oid
    and d.refclassid = 'pg_catalog.pg_class'::regclass and d.deptype in ('a', 'i')
) o on true`,
  settings: `-- setting:database/NAME, setting:role/ROLE/NAME, setting:role in database/ROLE/NAME and setting:all/NAME. Applications keep
-- secrets in settings that they name themselves: of those only a digest is told, but for PostgREST's that are none.
select
  'setting' as kind,
  '' as schema,
  null::oid as relation,
  'setting:' || case
    when c.setrole <> 0 and c.setdatabase <> 0 then 'role in database/' || r.ident || '/'
    when c.setrole <> 0 then 'role/' || r.ident || '/'
    when c.setdatabase <> 0 then 'database/'
    else 'all/'
  end || split_part(x.line, '=', 1) as key,
  'role:' || r.ident as parent,
  case
    when x.line ~ '^[^.=]+=' or x.line ~ '^pgrst\\.(db_schemas?|db_extra_search_path|db_max_rows|db_anon_role|db_pre_request|db_tx_end|db_aggregates_enabled)='
    then substr(x.line, strpos(x.line, '=') + 1)
    else 'not shown: sha256 ' || left(encode(sha256(convert_to(x.line, 'UTF8')), 'hex'), 12)
  end as value
from pg_catalog.pg_db_role_setting c
cross join lateral unnest(c.setconfig) as x (line)
left join concerned_roles r on r.oid = c.setrole
where (c.setrole = 0 or r.oid is not null)
  and (c.setdatabase = 0 or c.setdatabase = (select d.oid from pg_catalog.pg_database d where d.datname = current_database()))`,
  statistics: `-- statistics:SCHEMA.NAME: extended statistics of a table, and their target.
select
  o.kind,
  o.schema,
  r.oid as relation,
  o.key,
  concat_ws(e'\\n',
    r.key,
    (
      select string_agg('column:' || r.name || '.' || quote_ident(a.attname), e'\\n' order by a.attnum)
      from pg_catalog.pg_depend d
      join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_catalog.pg_statistic_ext'::regclass and d.objid = x.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0
    )
  ) as parent,
  coalesce(r.locked, concat_ws(' statistics ', pg_get_statisticsobjdef(x.oid), nullif(x.stxstattarget, -1))) as value
from objects o
join pg_catalog.pg_statistic_ext x on x.oid = o.oid
join relations r on r.oid = x.stxrelid
where o.kind = 'statistics'`,
  surroundings: `-- What stands around the facts, of some names: functions, relations and types that PostgreSQL, the platform or an extension
-- brings, all schemas and roles. No part of the comparison; a preflight asks for the names that its statements use.
-- Needs the parameters names, an array as text, and role, who migrates ('': whom the journal belongs to); they are not
-- written with their colons here: they would be put in.
select
  'function' as kind,
  n.nspname::text as schema,
  null::oid as relation,
  p.proname::text as key,
  (
    select string_agg(format_type(a.type, null), e'\\n' order by a.attnum)
    from unnest(p.proargtypes) with ordinality as a (type, attnum)
  ) as parent,
  concat_ws(e'\\n', p.prokind, p.provolatile, p.pronargdefaults, case when p.provariadic <> 0 then 't' else 'f' end, format_type(p.prorettype, null),
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
    select string_agg(k.columns, e'\\n' order by k.oid)
    from (
      select i.indexrelid as oid, (
        select string_agg(a.attname::text, e'\\t' order by x.attnum)
        from unnest(i.indkey) with ordinality as x (attribute, attnum)
        join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = x.attribute
        where x.attnum <= i.indnkeyatts
      ) as columns
      from pg_catalog.pg_index i
      where i.indrelid = c.oid and i.indisunique and i.indpred is null and i.indexprs is null
    ) k
  ),
  concat_ws(e'\\n', c.relkind, (
    select string_agg(a.attname || e'\\t' || format_type(a.atttypid, a.atttypmod), e'\\n' order by a.attnum)
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
  select 'right', '', k.key, null, pg_get_userbyid(c.relowner) || e'\\n' || coalesce((
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
  select 'right', '', f.kind || ':' || f.name, null, pg_get_userbyid(p.proowner) || e'\\n' || case when has_function_privilege(m.oid, p.oid, 'EXECUTE') then 'EXECUTE' else '' end
  from plain m
  cross join routines f
  join pg_catalog.pg_proc p on p.oid = f.oid
  where p.proowner <> m.oid
  union all
  select 'right', '', t.kind || ':' || t.name, null, pg_get_userbyid(y.typowner) || e'\\n' || case when has_type_privilege(m.oid, y.oid, 'USAGE') then 'USAGE' else '' end
  from plain m
  cross join types t
  join pg_catalog.pg_type y on y.oid = t.oid
  where y.typowner <> m.oid
  union all
  -- in a third line, divided by tabs, which of the named roles may create there
  select 'right', '', 'schema:' || quote_ident(n.nspname), null, concat(
    pg_get_userbyid(n.nspowner), e'\\n',
    concat_ws(' ', case when has_schema_privilege(m.oid, n.oid, 'USAGE') then 'USAGE' end, case when has_schema_privilege(m.oid, n.oid, 'CREATE') then 'CREATE' end), e'\\n',
    (
      select string_agg(o.rolname, e'\\t' order by o.rolname)
      from pg_catalog.pg_roles o
      where o.rolname = any (:'names'::text[]) and has_schema_privilege(o.oid, n.oid, 'CREATE')
    )
  )
  from plain m
  cross join pg_catalog.pg_namespace n
  where n.nspname !~ '^pg_(?:toast|temp)'
  union all
  select 'right', '', 'publication:' || quote_ident(p.pubname), null, pg_get_userbyid(p.pubowner) || e'\\n'
  from plain m
  cross join pg_catalog.pg_publication p
  where p.pubname = any (:'names'::text[]) and p.pubowner <> m.oid
  union all
  -- a role that it may act as: with its privileges, by SET ROLE
  select 'right', '', 'role:' || quote_ident(o.rolname), null, e'\\n' || concat_ws(' ',
    case when pg_has_role(m.oid, o.oid, 'USAGE') then 'USAGE' end,
    case when pg_has_role(m.oid, o.oid, case when m.version >= 160000 then 'SET' else 'MEMBER' end) then 'SET' end
  )
  from plain m
  cross join pg_catalog.pg_roles o
  where o.oid <> m.oid and pg_has_role(m.oid, o.oid, 'MEMBER')
) w`,
  tables: `-- table: and foreign_table:SCHEMA.NAME: persistence, partitioning, inheritance, options, storage, row security.
select
  case r.relkind when 'f' then 'foreign_table' else 'table' end as kind,
  r.schema,
  r.oid as relation,
  r.key,
  concat_ws(e'\\n',
    (
      select string_agg('table:' || h.inhparent::regclass, e'\\n' order by h.inhseqno)
      from pg_catalog.pg_inherits h
      where h.inhrelid = r.oid
    ),
    case when r.relkind = 'f' then (
      select 'server:' || quote_ident(v.srvname)
      from pg_catalog.pg_foreign_table f
      join pg_catalog.pg_foreign_server v on v.oid = f.ftserver
      where f.ftrelid = c.oid
    ) end,
    'schema:' || quote_ident(r.schema)
  ) as parent,
  -- Only a partitioned table's key is printed with a lock.
  coalesce(case when c.relkind = 'p' then r.locked end, concat_ws(' ',
    case when c.relpersistence = 'u' then 'unlogged' end,
    case r.relkind when 'f' then 'foreign table' else 'table' end,
    case when c.reloftype <> 0 then 'of ' || format_type(c.reloftype, null) end,
    (
      select case when c.relispartition then 'partition of ' else 'inherits ' end
        || string_agg(h.inhparent::regclass::text, ', ' order by h.inhseqno)
      from pg_catalog.pg_inherits h
      where h.inhrelid = r.oid
    ),
    case when c.relispartition then pg_get_expr(c.relpartbound, 0) end,
    case when c.relkind = 'p' then 'partition by ' || pg_get_partkeydef(c.oid) end,
    -- 2: heap.
    case when c.relam not in (0, 2) then (select 'using ' || quote_ident(m.amname) from pg_catalog.pg_am m where m.oid = c.relam) end,
    (
      select 'with (' || string_agg(x.option, ', ' order by x.option collate "C") || ')'
      from unnest(c.reloptions) as x (option)
    ),
    case when c.reltablespace <> 0 then (
      select 'tablespace ' || quote_ident(t.spcname) from pg_catalog.pg_tablespace t where t.oid = c.reltablespace
    ) end,
    case when r.relkind = 'f' then (
      select 'server ' || quote_ident(v.srvname) || coalesce((
        select ' options (' || string_agg(quote_ident(o.option_name) || ' ' || case
          when o.option_name ~* 'password|passwd|secret|token|key' then '''…''' else quote_literal(o.option_value)
        end, ', ' order by o.option_name collate "C") || ')'
        from pg_catalog.pg_options_to_table(f.ftoptions) o
      ), '')
      from pg_catalog.pg_foreign_table f
      join pg_catalog.pg_foreign_server v on v.oid = f.ftserver
      where f.ftrelid = c.oid
    ) end,
    case case when r.relkind <> 'f' then c.relreplident end
      when 'f' then 'replica identity full'
      when 'n' then 'replica identity nothing'
      when 'i' then (
        select 'replica identity using index ' || quote_ident(x.relname)
        from pg_catalog.pg_index i
        join pg_catalog.pg_class x on x.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisreplident
      )
    end,
    case
      when c.relrowsecurity and c.relforcerowsecurity then 'row level security enabled and forced'
      when c.relrowsecurity then 'row level security enabled'
      when c.relforcerowsecurity then 'row level security disabled but forced'
    end
  )) as value
from relations r
join pg_catalog.pg_class c on c.oid = r.oid
where r.relkind in ('r', 'p', 'f')`,
  'text-search': `-- ts_config: and ts_dict:SCHEMA.NAME. (Parsers and templates are written in C: unmodelled.sql.)
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  concat_ws(e'\\n',
    (
      select string_agg(distinct 'ts_dict:' || u.ident || '.' || quote_ident(d.dictname), e'\\n')
      from pg_catalog.pg_ts_config_map m
      join pg_catalog.pg_ts_dict d on d.oid = m.mapdict
      join schemas u on u.oid = d.dictnamespace
      where m.mapcfg = c.oid
    ),
    'schema:' || quote_ident(o.schema)
  ) as parent,
  concat_ws(' ',
    (
      select '(parser = ' || quote_ident(n.nspname) || '.' || quote_ident(p.prsname) || ')'
      from pg_catalog.pg_ts_parser p
      join pg_catalog.pg_namespace n on n.oid = p.prsnamespace
      where p.oid = c.cfgparser
    ),
    (
      select string_agg('for ' || m.alias || ' with ' || m.dicts, ' ' order by m.alias collate "C")
      from (
        select t.alias, string_agg(d.mapdict::regdictionary::text, ', ' order by d.mapseqno) as dicts
        from pg_catalog.pg_ts_config_map d
        join pg_catalog.ts_token_type(c.cfgparser) t on t.tokid = d.maptokentype
        where d.mapcfg = c.oid
        group by t.alias
      ) m
    )
  ) as value
from objects o
join pg_catalog.pg_ts_config c on c.oid = o.oid
where o.kind = 'ts_config'
union all
select
  o.kind,
  o.schema,
  null::oid,
  o.key,
  'schema:' || quote_ident(o.schema),
  '(' || concat_ws(', ',
    (
      select 'template = ' || quote_ident(n.nspname) || '.' || quote_ident(t.tmplname)
      from pg_catalog.pg_ts_template t
      join pg_catalog.pg_namespace n on n.oid = t.tmplnamespace
      where t.oid = d.dicttemplate
    ),
    d.dictinitoption
  ) || ')'
from objects o
join pg_catalog.pg_ts_dict d on d.oid = o.oid
where o.kind = 'ts_dict'`,
  triggers: `-- trigger:SCHEMA.TABLE.NAME and whether it fires. On a platform table it is the user's when its function is.
select
  'trigger' as kind,
  r.schema,
  r.oid as relation,
  'trigger:' || r.name || '.' || quote_ident(g.tgname) as key,
  concat_ws(e'\\n',
    (
      select 'trigger:' || q.tgrelid::regclass || '.' || quote_ident(q.tgname)
      from pg_catalog.pg_trigger q
      where q.oid = g.tgparentid
    ),
    r.key,
    (select f.kind || ':' || f.name from routines f where f.oid = g.tgfoid),
    (
      select string_agg('column:' || r.name || '.' || quote_ident(a.attname), e'\\n' order by a.attnum)
      from pg_catalog.pg_attribute a
      where a.attrelid = r.oid and a.attnum = any (g.tgattr)
    )
  ) as parent,
  coalesce(case when g.tgqual is not null then r.locked end, pg_get_triggerdef(g.oid) || case g.tgenabled
    when 'D' then ' (disabled)' when 'R' then ' (fires on a replica only)' when 'A' then ' (fires always)' else ''
  end) as value
from policed_relations r
join pg_catalog.pg_trigger g on g.tgrelid = r.oid and not g.tgisinternal
where not r.platform or g.tgfoid in (select oid from routines)`,
  types: `-- enum:, domain: and composite:SCHEMA.NAME.
select
  t.kind,
  t.schema,
  null::oid as relation,
  t.kind || ':' || t.name as key,
  'schema:' || quote_ident(t.schema) as parent,
  case t.kind
    when 'enum' then 'enum (' || coalesce((
      select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
      from pg_catalog.pg_enum e
      where e.enumtypid = t.oid
    ), '') || ')'
    when 'domain' then concat_ws(' ',
      'domain as ' || format_type(y.typbasetype, y.typtypmod),
      (
        select 'collate ' || quote_ident(n.nspname) || '.' || quote_ident(o.collname)
        from pg_catalog.pg_collation o
        join pg_catalog.pg_namespace n on n.oid = o.collnamespace
        join pg_catalog.pg_type b on b.oid = y.typbasetype
        where o.oid = y.typcollation and y.typcollation <> b.typcollation
      ),
      'default ' || pg_get_expr(y.typdefaultbin, 0),
      case when y.typnotnull then 'not null' end,
      (
        select string_agg('constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), ' '
          order by k.conname collate "C")
        from pg_catalog.pg_constraint k
        where k.contypid = t.oid and k.contype = 'c'
      )
    )
    else 'composite (' || coalesce((
      select string_agg(concat_ws(' ',
        quote_ident(a.attname),
        format_type(a.atttypid, a.atttypmod),
        (
          select 'collate ' || quote_ident(n.nspname) || '.' || quote_ident(o.collname)
          from pg_catalog.pg_collation o
          join pg_catalog.pg_namespace n on n.oid = o.collnamespace
          join pg_catalog.pg_type b on b.oid = a.atttypid
          where o.oid = a.attcollation and a.attcollation <> b.typcollation
        )
      ), ', ' order by a.attnum)
      from pg_catalog.pg_attribute a
      where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
    ), '') || ')'
  end as value
from types t
join pg_catalog.pg_type y on y.oid = t.oid
where t.kind <> 'range'`,
  unmodelled: `-- Objects of a kind that no other file reads. They are counted, so that their absence from the comparison is said.
-- (docs/coverage.md has the whole list.)
select 'unmodelled ' || o.what as kind, coalesce(s.name, '') as schema, null::oid as relation,
  'unmodelled ' || o.what || ':' || concat_ws('.', s.ident, quote_ident(o.name)) as key,
  null::text as parent, '' as value
from (
  select 'pg_catalog.pg_type'::regclass as class, t.oid, 'base type' as what, t.typnamespace as namespace, t.typname as name
  from pg_catalog.pg_type t
  where t.typtype in ('b', 'p') and not exists (select from pg_catalog.pg_type e where e.typarray = t.oid)
  union all
  select 'pg_catalog.pg_conversion'::regclass, c.oid, 'conversion', c.connamespace, c.conname
  from pg_catalog.pg_conversion c
  union all
  select 'pg_catalog.pg_ts_parser'::regclass, p.oid, 'text search parser', p.prsnamespace, p.prsname
  from pg_catalog.pg_ts_parser p
  union all
  select 'pg_catalog.pg_ts_template'::regclass, t.oid, 'text search template', t.tmplnamespace, t.tmplname
  from pg_catalog.pg_ts_template t
  union all
  -- What is of no schema is the user's when it was made after the database was.
  select 'pg_catalog.pg_language'::regclass, l.oid, 'language', 0, l.lanname
  from pg_catalog.pg_language l where l.oid >= 16384
  union all
  select 'pg_catalog.pg_am'::regclass, m.oid, 'access method', 0, m.amname
  from pg_catalog.pg_am m where m.oid >= 16384
  union all
  select 'pg_catalog.pg_transform'::regclass, t.oid, 'transform', 0, format_type(t.trftype, null)::name
  from pg_catalog.pg_transform t where t.oid >= 16384
  union all
  select 'pg_catalog.pg_subscription'::regclass, u.oid, 'subscription', 0, u.subname
  from pg_catalog.pg_subscription u
  where u.subdbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
  union all
  select 'pg_catalog.pg_largeobject_metadata'::regclass, null, 'large object', 0, 'any'
  where exists (select from pg_catalog.pg_largeobject_metadata)
  union all
  -- Those of pgsodium are the platform's.
  select 'pg_catalog.pg_seclabel'::regclass, null, 'security label', 0, l.provider::name
  from pg_catalog.pg_seclabel l where l.provider <> 'pgsodium'
  group by l.provider
) o
left join schemas s on s.oid = o.namespace
where (s.oid is not null or o.namespace = 0)
  and not exists (select from extension_members m where m.classid = o.class and m.objid = o.oid)`,
  views: `-- view: and matview:SCHEMA.NAME: options and definition.
select
  case r.relkind when 'v' then 'view' else 'matview' end as kind,
  r.schema,
  r.oid as relation,
  r.key,
  concat_ws(e'\\n',
    (
      select string_agg(distinct coalesce(
        'column:' || b.oid::regclass || '.' || quote_ident(a.attname),
        case b.relkind when 'v' then 'view:' when 'm' then 'matview:' when 'f' then 'foreign_table:' else 'table:' end || b.oid::regclass,
        f.kind || ':' || f.name,
        t.kind || ':' || t.name
      ), e'\\n')
      from pg_catalog.pg_rewrite w
      join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
      left join pg_catalog.pg_class b on d.refclassid = 'pg_catalog.pg_class'::regclass and b.oid = d.refobjid
      left join pg_catalog.pg_attribute a on a.attrelid = b.oid and a.attnum = d.refobjsubid and b.relkind in ('r', 'p', 'f')
        and d.refobjsubid > 0
      left join routines f on d.refclassid = 'pg_catalog.pg_proc'::regclass and f.oid = d.refobjid
      left join types t on d.refclassid = 'pg_catalog.pg_type'::regclass and t.oid = d.refobjid
      where w.ev_class = r.oid and b.oid is distinct from r.oid
    ),
    'schema:' || quote_ident(r.schema)
  ) as parent,
  coalesce(r.locked, concat_ws(' ',
    -- 2: heap.
    case when c.relam not in (0, 2) then (select 'using ' || quote_ident(m.amname) from pg_catalog.pg_am m where m.oid = c.relam) end,
    (
      select 'with (' || string_agg(
        case when x.option ~ '^security_(invoker|barrier)=' then
          split_part(x.option, '=', 1) || '=' || split_part(x.option, '=', 2)::boolean
        else x.option end, ', ' order by x.option collate "C") || ')'
      from unnest(c.reloptions) as x (option)
    ),
    case when c.reltablespace <> 0 then (
      select 'tablespace ' || quote_ident(t.spcname) from pg_catalog.pg_tablespace t where t.oid = c.reltablespace
    ) end,
    'as' || pg_get_viewdef(r.oid),
    (
      select string_agg('column ' || quote_ident(a.attname) || ' default ' || pg_get_expr(d.adbin, 0), ' ' order by a.attnum)
      from pg_catalog.pg_attrdef d
      join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where d.adrelid = r.oid
    )
  )) as value
from relations r
join pg_catalog.pg_class c on c.oid = r.oid
where r.relkind in ('v', 'm')`,
}

/** The texts of supabase/checks, likewise. */
export const CHECK_SQL: CheckSql = {
  activity: `-- The sessions of this database in which something has been going on for more than a second, or which wait for another. Of sessions of
-- other roles PostgreSQL shows only that they are there, unless the role may use pg_read_all_stats: \`hidden\`.
select
  a.pid,
  a.usename::text as role,
  coalesce(a.application_name, '') as application,
  a.state,
  coalesce(a.query = '<insufficient privilege>', false) as hidden,
  extract(epoch from clock_timestamp() - a.query_start)::float8 as query_seconds,
  extract(epoch from clock_timestamp() - a.state_change)::float8 as state_seconds,
  extract(epoch from clock_timestamp() - a.xact_start)::float8 as transaction_seconds,
  a.backend_xmin is not null or a.backend_xid is not null as keeps_rows,
  -- Empty for those who wait for nobody.
  case when a.wait_event_type = 'Lock' then pg_blocking_pids(a.pid) else '{}' end as blocked_by,
  -- Relations that nobody else can read while it goes on.
  array(
    select quote_ident(n.nspname) || '.' || quote_ident(c.relname)
    from pg_catalog.pg_locks l
    join pg_catalog.pg_class c on c.oid = l.relation
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where l.pid = a.pid and l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and l.granted
      and l.database = a.datid and c.relkind in ('r', 'p', 'm', 'v')
    order by 1
  ) as exclusive
from pg_catalog.pg_stat_activity a
where a.datname = current_database()
  and a.pid <> pg_backend_pid()
  and coalesce(a.backend_type, 'client backend') in ('client backend', 'parallel worker')
  and (
    a.query = '<insufficient privilege>'
    or a.wait_event_type = 'Lock'
    or a.state <> 'idle' and a.xact_start < clock_timestamp() - interval '1 second'
  )
order by a.xact_start nulls last, a.pid`,
  bloat: `-- How much room tables take beyond what their rows need, estimated from the statistics: the way of ioguix/pgsql-bloat-estimation, which
-- check_postgres uses, too. Rows of pg_stats are shown only of columns that the role may read: \`readable\`.
select
  n.nspname::text as schema,
  c.relname::text as name,
  c.relpages::float8 * 8192 as bytes,
  w.width as width,
  c.reltuples::float8 as rows,
  coalesce((
    select o.option_value::float8 from pg_options_to_table(c.reloptions) o where o.option_name = 'fillfactor'
  ), 100) as fillfactor,
  has_table_privilege(c.oid, 'select') as readable,
  row_security_active(c.oid) as hidden,
  extract(epoch from clock_timestamp() - greatest(s.last_analyze, s.last_autoanalyze))::float8 as analyzed_seconds
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_tables s on s.relid = c.oid
left join lateral (
  -- What a row takes: its values, its header and its place in the page.
  select (sum((1 - p.null_frac) * p.avg_width) + 28 + case when max(p.null_frac) > 0 then 8 else 0 end)::float8 as width
  from pg_catalog.pg_stats p
  where p.schemaname = n.nspname and p.tablename = c.relname and not p.inherited
  having count(*) = (
    select count(*) from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  )
) w on true
where c.relkind in ('r', 'm')
  and n.nspname !~ '^pg_'
  -- Smaller than this is not worth a look.
  and c.relpages >= 128
order by n.nspname, c.relname`,
  'checkpoints-17': `-- plumbline: from 17
-- How many checkpoints were due by time, and how many were asked for since the write-ahead log had grown too much.
select
  c.num_timed::float8 as timed,
  c.num_requested::float8 as requested,
  (extract(epoch from c.stats_reset) * 1000)::float8 as reset
from pg_catalog.pg_stat_checkpointer c`,
  checkpoints: `-- plumbline: until 16
-- How many checkpoints were due by time, and how many were asked for since the write-ahead log had grown too much.
select
  b.checkpoints_timed::float8 as timed,
  b.checkpoints_req::float8 as requested,
  (extract(epoch from b.stats_reset) * 1000)::float8 as reset
from pg_catalog.pg_stat_bgwriter b`,
  collations: `-- Collations whose library sorts otherwise now than when the collation was made, and that indexes depend on.
select
  n.nspname::text as schema,
  c.collname::text as name,
  c.collversion as recorded,
  pg_collation_actual_version(c.oid) as actual,
  array(
    select distinct quote_ident(s.nspname) || '.' || quote_ident(i.relname)
    from pg_catalog.pg_depend d
    join pg_catalog.pg_class i on i.oid = d.objid and i.relkind in ('i', 'I')
    join pg_catalog.pg_namespace s on s.oid = i.relnamespace
    where d.classid = 'pg_catalog.pg_class'::regclass
      and d.refclassid = 'pg_catalog.pg_collation'::regclass and d.refobjid = c.oid
    order by 1
  ) as indexes
from pg_catalog.pg_collation c
join pg_catalog.pg_namespace n on n.oid = c.collnamespace
where c.collversion is not null
  and c.collprovider <> 'd'
  and c.collversion is distinct from pg_collation_actual_version(c.oid)
order by n.nspname, c.collname`,
  definers: `-- Functions that run as their owner and look names up where the caller says.
select
  n.nspname::text as schema,
  p.proname::text as name,
  pg_get_function_identity_arguments(p.oid) as arguments,
  has_function_privilege('public', p.oid, 'execute') as for_everybody
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where p.prosecdef
  and n.nspname !~ '^pg_'
  and not exists (select from unnest(p.proconfig) c (said) where c.said like 'search_path=%')
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
  )
order by n.nspname, p.proname, 3`,
  'duplicate-indexes': `-- Indexes that another index makes needless: it has the same columns, or begins with them. One that keeps a constraint is never needless, and
-- neither is a unique one whose columns are not all of the other's.
select
  n.nspname::text as schema,
  c.relname::text as name,
  t.relname::text as relation,
  c.relpages::float8 * 8192 as bytes,
  bool_or(o.same) as same,
  min(o.name) as covered_by
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class t on t.oid = i.indrelid
join lateral (
  select p.relname::text as name, j.indkey::text = i.indkey::text as same
  from pg_catalog.pg_index j
  join pg_catalog.pg_class p on p.oid = j.indexrelid
  where j.indrelid = i.indrelid and j.indexrelid <> i.indexrelid and j.indisvalid
    and p.relam = c.relam and p.relkind = c.relkind
    and i.indexprs::text is not distinct from j.indexprs::text
    and i.indpred::text is not distinct from j.indpred::text
    and i.indnatts = i.indnkeyatts and j.indnatts = j.indnkeyatts
    and case
      when j.indkey::text = i.indkey::text then
        j.indclass = i.indclass and j.indcollation = i.indcollation and j.indoption::text = i.indoption::text
        and (not i.indisunique or j.indisunique)
        -- Of two that are the same, the one that keeps a constraint or is the older stays.
        and (
          exists (select from pg_catalog.pg_constraint k where k.conindid = j.indexrelid)
          or i.indisunique < j.indisunique
          or i.indisunique = j.indisunique and j.indexrelid < i.indexrelid
        )
      else
        not i.indisunique and i.indexprs is null
        and (select a.amname from pg_catalog.pg_am a where a.oid = c.relam) = 'btree'
        and (j.indkey::int2[])[0:i.indnkeyatts - 1] = (i.indkey::int2[])[0:i.indnkeyatts - 1]
        and (j.indclass::oid[])[0:i.indnkeyatts - 1] = (i.indclass::oid[])[0:i.indnkeyatts - 1]
        and (j.indcollation::oid[])[0:i.indnkeyatts - 1] = (i.indcollation::oid[])[0:i.indnkeyatts - 1]
        and (j.indoption::int2[])[0:i.indnkeyatts - 1] = (i.indoption::int2[])[0:i.indnkeyatts - 1]
    end
) o on true
where i.indisvalid
  and n.nspname !~ '^pg_'
  and not c.relispartition
  and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid)
group by n.nspname, c.relname, t.relname, c.relpages
order by n.nspname, c.relname`,
  extensions: `-- Extensions of which the server has a newer version than the database.
select e.extname::text as name, n.nspname::text as schema, e.extversion as installed, v.default_version as available
from pg_catalog.pg_extension e
join pg_catalog.pg_namespace n on n.oid = e.extnamespace
join pg_catalog.pg_available_extensions v on v.name = e.extname
where v.default_version is distinct from e.extversion
order by e.extname`,
  'foreign-keys': `-- Foreign keys, for what is wrong with any of them: no index over all their columns, another type than what they refer to, and others that
-- say the same. Only indexes that are valid, whole and begin with the key's columns count.
select *
from (
  select
    n.nspname::text as schema,
    t.relname::text as relation,
    k.conname::text as name,
    array(
      select a.attname::text from unnest(k.conkey) with ordinality o (num, nr)
      join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.num order by o.nr
    ) as columns,
    m.nspname::text as target_schema,
    r.relname::text as target,
    array(
      select a.attname::text from unnest(k.confkey) with ordinality o (num, nr)
      join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = o.num order by o.nr
    ) as target_columns,
    -- −1: PostgreSQL has not counted them yet.
    t.reltuples::float8 as rows,
    k.convalidated as valid,
    array(
      select a.attname || ' is ' || format_type(a.atttypid, a.atttypmod) || ', ' || b.attname || ' is ' || format_type(b.atttypid, b.atttypmod)
      from unnest(k.conkey, k.confkey) with ordinality o (num, far, nr)
      join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.num
      join pg_catalog.pg_attribute b on b.attrelid = k.confrelid and b.attnum = o.far
      where a.atttypid <> b.atttypid
      order by o.nr
    ) as differing,
    exists (
      select from pg_catalog.pg_index i
      where i.indrelid = k.conrelid and i.indisvalid and i.indpred is null
        and (select array_agg(c.num order by c.num) from unnest((i.indkey::int2[])[0:cardinality(k.conkey) - 1]) c (num))
          = (select array_agg(c.num order by c.num) from unnest(k.conkey) c (num))
    ) as covered,
    (
      select min(o.conname::text)
      from pg_catalog.pg_constraint o
      where o.contype = 'f' and o.conrelid = k.conrelid and o.confrelid = k.confrelid
        and o.conkey = k.conkey and o.confkey = k.confkey and o.conname < k.conname
    ) as same_as
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class t on t.oid = k.conrelid
  join pg_catalog.pg_namespace n on n.oid = t.relnamespace
  join pg_catalog.pg_class r on r.oid = k.confrelid
  join pg_catalog.pg_namespace m on m.oid = r.relnamespace
  where k.contype = 'f' and k.conparentid = 0
) k
where (not k.covered and k.rows > 0) or k.differing <> '{}' or k.same_as is not null
order by k.schema, k.relation, k.name`,
  'invalid-indexes': `-- Indexes that a CREATE or REINDEX … CONCURRENTLY left behind, and whether one is at work on them now.
select
  n.nspname::text as schema,
  c.relname::text as name,
  t.relname::text as relation,
  i.indisunique as is_unique,
  i.indisready as is_written,
  exists (
    select from pg_catalog.pg_stat_progress_create_index p
    where p.datname = current_database() and p.index_relid = i.indexrelid
  ) or exists (
    -- Whoever builds it holds a lock on its table that only CONCURRENTLY, VACUUM and ANALYZE take.
    select from pg_catalog.pg_locks l
    join pg_catalog.pg_stat_progress_create_index p on p.pid = l.pid
    where l.relation = i.indrelid and l.mode = 'ShareUpdateExclusiveLock' and l.granted
      and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
  ) as building
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class t on t.oid = i.indrelid
where not i.indisvalid
  -- An index of a partitioned table is invalid until each partition has its own.
  and c.relkind = 'i'
order by n.nspname, c.relname`,
  keyless: `-- Tables without a primary key. A partition has that of its table.
select n.nspname::text as schema, c.relname::text as name, greatest(c.reltuples, 0)::float8 as rows
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
  and c.relpersistence <> 't'
  and not c.relispartition
  and n.nspname !~ '^pg_'
  and not exists (select from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary)
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
  )
order by n.nspname, c.relname`,
  'not-valid-18': `-- plumbline: from 18
-- Constraints that hold for what is written from now on, and were never held against the rows that were there. One that is NOT ENFORCED
-- is meant to hold for nothing.
select
  n.nspname::text as schema, t.relname::text as relation, k.conname::text as name, k.contype::text as type, k.conenforced as enforced
from pg_catalog.pg_constraint k
join pg_catalog.pg_class t on t.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
where not k.convalidated and k.conparentid = 0
order by n.nspname, t.relname, k.conname`,
  'not-valid': `-- plumbline: until 17
-- Constraints that hold for what is written from now on, and were never held against the rows that were there.
select
  n.nspname::text as schema, t.relname::text as relation, k.conname::text as name, k.contype::text as type, true as enforced
from pg_catalog.pg_constraint k
join pg_catalog.pg_class t on t.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
where not k.convalidated and k.conparentid = 0
order by n.nspname, t.relname, k.conname`,
  'orphan-candidates': `-- The foreign keys whose rows can be looked through for orphans, and what keeps the role from it: a lock, a privilege, or policies that
-- would hide rows. NOT VALID ones come first, then the smallest tables. Big partitioned tables come partition by partition, where the role
-- may read each: only so can one be gone on with block by block.
with recursive locked as materialized (
  select distinct l.relation as oid
  from pg_catalog.pg_locks l
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    and l.pid is distinct from pg_backend_pid()
),
-- PostgreSQL keeps a key of a partitioned table once more for each of its partitions, and for each of those that it refers to.
parts as (
  select k.oid, k.oid as root, k.conrelid, k.confrelid
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class o on o.oid = k.conrelid
  join pg_catalog.pg_class f on f.oid = k.confrelid
  where k.contype = 'f' and k.conparentid = 0 and 'p' in (o.relkind, f.relkind)
  union all
  select k.oid, p.root, k.conrelid, k.confrelid
  from parts p
  join pg_catalog.pg_constraint k on k.conparentid = p.oid and k.contype = 'f'
),
leaves as (
  select
    p.oid,
    p.root,
    c.relpages,
    has_schema_privilege(c.relnamespace, 'usage')
      and not row_security_active(c.oid)
      and not exists (
        select from unnest(k.conkey) u (num) where not has_column_privilege(c.oid, u.num, 'select')
      ) as open
  from parts p
  join pg_catalog.pg_constraint k on k.oid = p.oid
  join pg_catalog.pg_constraint whole on whole.oid = p.root and whole.confrelid = k.confrelid
  join pg_catalog.pg_class c on c.oid = k.conrelid
  where p.oid <> p.root and c.relkind = 'r'
),
-- 128 MB, from which on functions/run/health/orphans.ts looks through a table in passes.
apart as (
  select l.root from leaves l group by l.root having sum(greatest(l.relpages, 0)) > 16384 and bool_and(l.open)
)
select
  n.nspname::text as schema,
  t.relname::text as relation,
  k.conname::text as name,
  array(
    select a.attname::text from unnest(k.conkey) with ordinality o (num, nr)
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.num order by o.nr
  ) as columns,
  m.nspname::text as target_schema,
  r.relname::text as target,
  array(
    select a.attname::text from unnest(k.confkey) with ordinality o (num, nr)
    join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = o.num order by o.nr
  ) as target_columns,
  k.confmatchtype = 'f' as match_full,
  k.convalidated as valid,
  greatest(t.relpages, 0)::float8 * 8192 as bytes,
  t.relkind = 'p' as partitioned,
  exists (
    select
    from locked l
    where l.oid in (k.conrelid, k.confrelid)
      or exists (select from parts p where p.root = k.oid and l.oid in (p.conrelid, p.confrelid))
  ) as locked,
  array(
    select quote_ident(s.nspname) || '.' || quote_ident(c.relname)
    from (values (k.conrelid, k.conkey), (k.confrelid, k.confkey)) side (relid, cols)
    join pg_catalog.pg_class c on c.oid = side.relid
    join pg_catalog.pg_namespace s on s.oid = c.relnamespace
    where not has_schema_privilege(s.oid, 'usage')
      or exists (select from unnest(side.cols) u (num) where not has_column_privilege(side.relid, u.num, 'select'))
    order by 1
  ) as denied,
  array(
    select quote_ident(s.nspname) || '.' || quote_ident(c.relname)
    from (values (k.conrelid), (k.confrelid)) side (relid)
    join pg_catalog.pg_class c on c.oid = side.relid
    join pg_catalog.pg_namespace s on s.oid = c.relnamespace
    where row_security_active(c.oid)
    order by 1
  ) as hidden
from pg_catalog.pg_constraint k
join pg_catalog.pg_class t on t.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
join pg_catalog.pg_class r on r.oid = k.confrelid
join pg_catalog.pg_namespace m on m.oid = r.relnamespace
where k.contype = 'f'
  and t.relkind in ('r', 'p')
  and case
    when k.conparentid = 0 then k.oid not in (select a.root from apart a)
    else k.oid in (select l.oid from leaves l join apart a on a.root = l.root)
  end
order by k.convalidated, t.relpages, n.nspname, t.relname, k.conname`,
  ping: `-- Nothing but an answer.
select 1 as answer`,
  prepared: `-- Transactions that were prepared for a two-phase commit and neither committed nor rolled back. Every role may see them.
select p.gid, p.owner::text as role, extract(epoch from clock_timestamp() - p.prepared)::float8 as seconds
from pg_catalog.pg_prepared_xacts p
where p.database = current_database()
order by p.prepared, p.gid`,
  'row-security': `-- Tables of which row security and policies do not go together, or that a role of the API may use without either.
select
  n.nspname::text as schema,
  c.relname::text as name,
  c.relrowsecurity as enabled,
  (select count(*) from pg_catalog.pg_policy p where p.polrelid = c.oid)::int as policies,
  array(
    select r.rolname::text
    from pg_catalog.pg_roles r
    where r.rolname in ('anon', 'authenticated')
      and has_schema_privilege(r.oid, n.oid, 'usage')
      and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')
    order by r.rolname
  ) as open_to
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
  and c.relpersistence <> 't'
  and n.nspname !~ '^pg_'
  and c.relrowsecurity = (not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid))
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
  )
union all
select n.nspname::text, c.relname::text, false, 0, array(
    select r.rolname::text
    from pg_catalog.pg_roles r
    where r.rolname in ('anon', 'authenticated')
      and has_schema_privilege(r.oid, n.oid, 'usage')
      and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')
    order by r.rolname
  )
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
  and c.relpersistence <> 't'
  and n.nspname !~ '^pg_'
  and not c.relrowsecurity
  and not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid)
  and exists (
    select from pg_catalog.pg_roles r
    where r.rolname in ('anon', 'authenticated')
      and has_schema_privilege(r.oid, n.oid, 'usage')
      and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')
  )
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
  )
order by 1, 2`,
  sequences: `-- How far each sequence has come towards the least of its own limit, the type of the column that it fills, and the types of the columns that
-- refer to that one. \`last\` is null where the sequence was not used yet, is locked, or may not be read.
with locked as materialized (
  -- The last value is read under ROW EXCLUSIVE, and would wait behind any of these: alter sequence takes SHARE ROW EXCLUSIVE.
  select distinct l.relation as oid
  from pg_catalog.pg_locks l
  where l.locktype = 'relation'
    and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    and l.pid is distinct from pg_backend_pid()
),
columns as materialized (
  -- serial and identity columns own their sequence; others only name it in their default.
  select distinct s.seqrelid, a.attrelid, a.attnum, a.atttypid
  from pg_catalog.pg_sequence s
  join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::regclass and d.objid = s.seqrelid
    and d.refclassid = 'pg_catalog.pg_class'::regclass and d.deptype in ('a', 'i') and d.refobjsubid > 0
  join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  union
  select distinct s.seqrelid, a.attrelid, a.attnum, a.atttypid
  from pg_catalog.pg_sequence s
  join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = s.seqrelid
    and d.classid = 'pg_catalog.pg_attrdef'::regclass
  join pg_catalog.pg_attrdef f on f.oid = d.objid
  join pg_catalog.pg_attribute a on a.attrelid = f.adrelid and a.attnum = f.adnum
),
limits as (
  select seqrelid, atttypid from columns
  union all
  select c.seqrelid, a.atttypid
  from columns c
  join pg_catalog.pg_constraint k on k.contype = 'f' and k.confrelid = c.attrelid and c.attnum = any (k.confkey)
  join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[array_position(k.confkey, c.attnum)]
)
select
  n.nspname::text as schema,
  c.relname::text as name,
  (
    select quote_ident(m.nspname) || '.' || quote_ident(t.relname) || '.' || quote_ident(a.attname)
    from columns o
    join pg_catalog.pg_attribute a on a.attrelid = o.attrelid and a.attnum = o.attnum
    join pg_catalog.pg_class t on t.oid = o.attrelid
    join pg_catalog.pg_namespace m on m.oid = t.relnamespace
    where o.seqrelid = s.seqrelid
    order by o.attrelid, o.attnum
    limit 1
  ) as fills,
  has_sequence_privilege(c.oid, 'select, usage') as readable,
  exists (select from locked l where l.oid = c.oid) as locked,
  case
    when exists (select from locked l where l.oid = c.oid) or not has_sequence_privilege(c.oid, 'select, usage') then null
    else pg_sequence_last_value(c.oid)::text
  end as last,
  s.seqstart::text as start,
  s.seqincrement::text as increment,
  s.seqmin::text as min,
  s.seqmax::text as own_max,
  least(s.seqmax, (
    select min(case l.atttypid
      when 'pg_catalog.int2'::regtype then 32767
      when 'pg_catalog.int4'::regtype then 2147483647
      else 9223372036854775807
    end)
    from limits l where l.seqrelid = s.seqrelid
  ))::text as max,
  s.seqcycle as cycles
from pg_catalog.pg_sequence s
join pg_catalog.pg_class c on c.oid = s.seqrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relpersistence <> 't'
order by n.nspname, c.relname`,
  server: `-- The server itself, in one row: who asks and what that role may see, what is used up, and the counters that say something
-- beside an earlier reading. Every role may read all of it.
select
  current_setting('server_version_num')::int as server,
  current_user::text as role,
  pg_has_role('pg_read_all_stats', 'usage') as monitors,
  (select r.rolinherit from pg_catalog.pg_roles r where r.rolname = current_user) as inherits,
  pg_is_in_recovery() as standby,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as clock,
  (extract(epoch from pg_postmaster_start_time()) * 1000)::float8 as started,
  current_setting('max_connections')::int as max_connections,
  current_setting('superuser_reserved_connections')::int
    + coalesce(current_setting('reserved_connections', true)::int, 0) as reserved_connections,
  (select sum(b.numbackends) from pg_catalog.pg_stat_database b)::int as connections,
  current_setting('autovacuum_freeze_max_age')::float8 as freeze_max_age,
  current_setting('autovacuum_multixact_freeze_max_age')::float8 as multixact_freeze_max_age,
  (select max(age(x.datfrozenxid)) from pg_catalog.pg_database x where x.datallowconn)::float8 as xid_age,
  (select max(mxid_age(x.datminmxid)) from pg_catalog.pg_database x where x.datallowconn)::float8 as mxid_age,
  d.datname::text as database,
  pg_database_size(d.oid)::float8 as size,
  d.datcollversion as collation_version,
  pg_database_collation_actual_version(d.oid) as collation_actual,
  (extract(epoch from s.stats_reset) * 1000)::float8 as stats_reset,
  s.xact_commit::float8 as commits,
  s.xact_rollback::float8 as rollbacks,
  s.blks_read::float8 as blocks_read,
  s.blks_hit::float8 as blocks_hit,
  s.temp_bytes::float8 as temp_bytes,
  s.deadlocks::float8 as deadlocks,
  current_setting('data_checksums') = 'on' as checksums,
  s.checksum_failures::float8 as checksum_failures,
  current_setting('archive_mode') <> 'off' as archives,
  a.archived_count::float8 as archived,
  a.failed_count::float8 as archive_failures,
  (extract(epoch from a.last_archived_time) * 1000)::float8 as archived_at,
  (extract(epoch from a.last_failed_time) * 1000)::float8 as archive_failed_at,
  -- What is set for the database or for everybody; what the role that looks has set for itself does not count.
  exists (
    select from pg_catalog.pg_db_role_setting r
    where r.setrole = 0 and r.setdatabase in (0, d.oid)
      and exists (select from unnest(r.setconfig) c (said) where c.said in (
        'default_transaction_read_only=on', 'default_transaction_read_only=true'
      ))
  ) or exists (
    select from pg_catalog.pg_settings p
    where p.name = 'default_transaction_read_only' and p.setting = 'on'
      and p.source in ('configuration file', 'command line', 'environment variable', 'global', 'database')
  ) as read_only,
  array(select p.name from pg_catalog.pg_settings p where p.pending_restart order by p.name) as pending_restart,
  -- Eight digits of a digest: a value may be a secret.
  (
    select coalesce(json_object_agg(p.name, left(md5(coalesce(p.setting, '')), 8) order by p.name), '{}')
    from pg_catalog.pg_settings p
    where p.source in ('configuration file', 'command line', 'environment variable', 'global')
      and p.name not in ('config_file', 'data_directory', 'external_pid_file', 'hba_file', 'ident_file')
  ) as settings
from pg_catalog.pg_database d
join pg_catalog.pg_stat_database s on s.datid = d.oid
cross join pg_catalog.pg_stat_archiver a
where d.datname = current_database()`,
  'slots-17': `-- plumbline: from 17
-- Replication slots that nobody reads from, or that lost what they were to keep.
select
  s.slot_name::text as name,
  s.slot_type as type,
  s.active,
  s.temporary,
  s.wal_status,
  s.restart_lsn is not null as reserves,
  extract(epoch from clock_timestamp() - s.inactive_since)::float8 as inactive_seconds,
  case when not pg_is_in_recovery() then pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn) end::float8 as behind
from pg_catalog.pg_replication_slots s
order by s.slot_name`,
  slots: `-- plumbline: until 16
-- Replication slots that nobody reads from, or that lost what they were to keep. PostgreSQL 15 and 16 do not say since when.
select
  s.slot_name::text as name,
  s.slot_type as type,
  s.active,
  s.temporary,
  s.wal_status,
  s.restart_lsn is not null as reserves,
  null::float8 as inactive_seconds,
  case when not pg_is_in_recovery() then pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn) end::float8 as behind
from pg_catalog.pg_replication_slots s
order by s.slot_name`,
  'statements-where': `-- Where pg_stat_statements is, and whether the server has loaded it.
select
  n.nspname::text as schema,
  current_setting('pg_stat_statements.max', true) is not null as loaded,
  has_schema_privilege(n.oid, 'usage') as usable
from pg_catalog.pg_extension e
join pg_catalog.pg_namespace n on n.oid = e.extnamespace
where e.extname = 'pg_stat_statements'
  and string_to_array(e.extversion, '.')::int[] >= array[1, 9]`,
  statements: `-- How often pg_stat_statements had to forget the statements that ran least, since it has no room for more.
select
  i.dealloc::float8 as evicted,
  (extract(epoch from i.stats_reset) * 1000)::float8 as reset,
  current_setting('pg_stat_statements.max')::float8 as room
from :"schema".pg_stat_statements_info i`,
  'table-sizes': `-- How big each table is, as of its last vacuum or analyze, with its indexes and what is stored out of line; and whether its rows may be
-- counted. Reads estimates alone: a table's true size would take a lock.
with locked as materialized (
  select distinct l.relation as oid
  from pg_catalog.pg_locks l
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    and l.pid is distinct from pg_backend_pid()
)
select
  n.nspname::text as schema,
  c.relname::text as name,
  case when c.reltuples < 0 then null else c.reltuples end::float8 as rows,
  coalesce(s.n_live_tup, 0)::float8 as live,
  greatest(c.relpages, 0)::float8 as pages,
  (
    greatest(c.relpages, 0)::float8
    + coalesce((select sum(i.relpages) from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid), 0)
    + coalesce((select greatest(t.relpages, 0) from pg_catalog.pg_class t where t.oid = c.reltoastrelid), 0)
  ) * current_setting('block_size')::float8 as bytes,
  not exists (select from locked l where l.oid = c.oid)
    and has_schema_privilege(n.oid, 'usage')
    and has_table_privilege(c.oid, 'select')
    and not row_security_active(c.oid) as countable
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_tables s on s.relid = c.oid
where c.relkind in ('r', 'm') and c.relpersistence <> 't'
  and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
order by bytes desc, n.nspname, c.relname`,
  tables: `-- Tables whose rows are close to being too old, or that hold many dead rows, with what vacuum has done of late. Every role may read it.
select
  n.nspname::text as schema,
  c.relname::text as name,
  c.relkind::text as kind,
  greatest(age(c.relfrozenxid), 0)::float8 as xid_age,
  greatest(mxid_age(c.relminmxid), 0)::float8 as mxid_age,
  greatest(c.reltuples, 0)::float8 as rows,
  coalesce(s.n_live_tup, 0)::float8 as live,
  coalesce(s.n_dead_tup, 0)::float8 as dead,
  extract(epoch from clock_timestamp() - greatest(s.last_vacuum, s.last_autovacuum))::float8 as vacuumed_seconds,
  coalesce(s.n_tup_upd + s.n_tup_del, 0)::float8 as changed,
  coalesce((
    select o.option_value not in ('false', 'off', '0', 'no')
    from pg_options_to_table(c.reloptions) o where o.option_name = 'autovacuum_enabled'
  ), true) as autovacuum,
  current_setting('autovacuum_vacuum_threshold')::float8
    + current_setting('autovacuum_vacuum_scale_factor')::float8 * greatest(c.reltuples, 0)::float8 as due
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_tables s on s.relid = c.oid
where c.relkind in ('r', 'm', 't')
  and c.relpersistence = 'p'
  and (
    age(c.relfrozenxid) > current_setting('autovacuum_freeze_max_age')::int
    or mxid_age(c.relminmxid) > current_setting('autovacuum_multixact_freeze_max_age')::int
    or s.n_dead_tup >= 1000
  )
order by n.nspname, c.relname`,
  triggers: `-- Triggers that are switched off. Those that a foreign key made are internal: while they are off, the key is not kept.
select
  n.nspname::text as schema,
  t.relname::text as relation,
  g.tgname::text as name,
  k.conname::text as foreign_key
from pg_catalog.pg_trigger g
join pg_catalog.pg_class t on t.oid = g.tgrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
left join pg_catalog.pg_constraint k on k.oid = g.tgconstraint and k.contype = 'f'
where g.tgenabled = 'D' and (not g.tgisinternal or k.oid is not null)
order by n.nspname, t.relname, g.tgname`,
  'unused-indexes': `-- Indexes that no query has used since the counters began, that keep no constraint and serve no foreign key. On a standby they may be used.
select
  n.nspname::text as schema,
  c.relname::text as name,
  t.relname::text as relation,
  c.relpages::float8 * 8192 as bytes,
  extract(epoch from clock_timestamp() - coalesce(d.stats_reset, pg_postmaster_start_time()))::float8 as counted_seconds,
  d.stats_reset is null as never_reset
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_stat_all_indexes s on s.indexrelid = i.indexrelid
join pg_catalog.pg_stat_database d on d.datname = current_database()
where s.idx_scan = 0
  and i.indisvalid
  and not i.indisunique
  and not i.indisexclusion
  and not i.indisreplident
  and not i.indisclustered
  and c.relkind = 'i'
  and n.nspname !~ '^pg_'
  and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid)
  and not exists (
    select from pg_catalog.pg_constraint k
    where k.contype = 'f' and k.conrelid = i.indrelid and (i.indkey::int2[])[0] = any (k.conkey)
  )
order by n.nspname, c.relname`,
  views: `-- Views that read a table with row security as their owner, and that a role of the API may read.
select distinct
  n.nspname::text as schema,
  v.relname::text as name,
  s.nspname::text as table_schema,
  t.relname::text as relation,
  array(
    select r.rolname::text
    from pg_catalog.pg_roles r
    where r.rolname in ('anon', 'authenticated')
      and has_schema_privilege(r.oid, n.oid, 'usage') and has_table_privilege(r.oid, v.oid, 'select')
    order by r.rolname
  ) as open_to
from pg_catalog.pg_class v
join pg_catalog.pg_namespace n on n.oid = v.relnamespace
join pg_catalog.pg_rewrite w on w.ev_class = v.oid and w.rulename = '_RETURN'
join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
  and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> v.oid
join pg_catalog.pg_class t on t.oid = d.refobjid and t.relkind in ('r', 'p') and t.relrowsecurity
join pg_catalog.pg_namespace s on s.oid = t.relnamespace
where v.relkind = 'v'
  and n.nspname !~ '^pg_'
  and not coalesce((
    select o.option_value in ('true', 'on', '1', 'yes')
    from pg_options_to_table(v.reloptions) o where o.option_name = 'security_invoker'
  ), false)
  and not exists (
    select from pg_catalog.pg_depend e
    where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = v.oid and e.deptype = 'e'
  )
order by 1, 2, 3, 4`,
}

/** The texts of supabase/performance, likewise. */
export const PERFORMANCE_SQL: CheckSql = {
  'performance/database': `-- The database as a whole, and what says whether its counters still compare with earlier ones. One row. Every role may read it.
select
  current_setting('server_version_num')::int as server,
  floor(extract(epoch from clock_timestamp()) * 1000)::float8 as clock,
  (extract(epoch from pg_postmaster_start_time()) * 1000)::float8 as started,
  (extract(epoch from s.stats_reset) * 1000)::float8 as reset,
  pg_database_size(d.oid)::float8 as bytes,
  s.numbackends::float8 as connections,
  s.xact_commit::float8 as commits,
  s.xact_rollback::float8 as rollbacks,
  s.blks_hit::float8 as blocks_hit,
  s.blks_read::float8 as blocks_read,
  s.temp_bytes::float8 as temp_bytes,
  -- Whom the journal belongs to: the role that runs the migrations.
  (
    select pg_get_userbyid(c.relowner)::text
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = :'journal_schema' and c.relname = :'journal_table'
  ) as migrator
from pg_catalog.pg_database d
join pg_catalog.pg_stat_database s on s.datid = d.oid
where d.datname = current_database()`,
  'performance/indexes': `-- How often each index was used, and what would make it again. What a definition would wait for is left out: while a session holds or awaits
-- ACCESS EXCLUSIVE on the table, \`definition\` is null.
with locked as materialized (
  select distinct l.relation as oid
  from pg_catalog.pg_locks l
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    and l.pid is distinct from pg_backend_pid()
)
select
  n.nspname::text as schema,
  t.relname::text as relation,
  c.relname::text as name,
  coalesce(s.idx_scan, 0)::float8 as scans,
  i.indisunique as is_unique,
  i.indpred is not null as partial,
  c.relpages::float8 * 8192 as bytes,
  -- Names of the key's columns; null in place of an expression.
  array(
    select a.attname::text
    from unnest(i.indkey) with ordinality k (number, place)
    left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number and k.number > 0
    where k.place <= i.indnkeyatts
    order by k.place
  ) as columns,
  (
    select pg_get_constraintdef(o.oid)
    from pg_catalog.pg_constraint o
    where o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x')
  ) as constraint,
  case when not exists (select from locked l where l.oid in (i.indexrelid, i.indrelid)) then
    pg_get_indexdef(i.indexrelid)
  end as definition
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_indexes s on s.indexrelid = i.indexrelid
where c.relkind = 'i'
  and i.indisvalid
  and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
order by coalesce(s.idx_scan, 0) desc, n.nspname, c.relname
limit 1000`,
  'performance/info': `-- What says whether counters of pg_stat_statements still compare with earlier ones. One row.
select
  i.dealloc::float8 as evicted,
  (extract(epoch from i.stats_reset) * 1000)::float8 as reset,
  current_setting('pg_stat_statements.max')::float8 as room
from :"schema".pg_stat_statements_info i`,
  'performance/place': `-- Where pg_stat_statements is, and whether the role that looks sees what others run. One row, always. Every role may read it.
select
  (
    select n.nspname::text
    from pg_catalog.pg_extension e
    join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_stat_statements'
  ) as schema,
  (select e.extversion from pg_catalog.pg_extension e where e.extname = 'pg_stat_statements') as version,
  -- Its settings are there once the server has loaded it.
  current_setting('pg_stat_statements.max', true) is not null as loaded,
  coalesce(current_setting('pg_stat_statements.track', true), '') as track,
  coalesce(current_setting('pg_stat_statements.track_utility', true), '') as utility,
  current_setting('compute_query_id') as query_id,
  coalesce((
    select has_schema_privilege(e.extnamespace, 'usage')
    from pg_catalog.pg_extension e
    where e.extname = 'pg_stat_statements'
  ), false) as usable,
  pg_has_role('pg_read_all_stats', 'usage') as monitors,
  current_user::text as role`,
  'performance/statements': `-- What pg_stat_statements has counted of the queries of this database: the 250 that took longest, the 100 that ran oftenest, the 100 that
-- touched most blocks, and those that were seen before; at most 500. Needs pg_read_all_stats for the texts of others.
-- Left out: utility commands, whose texts may hold passwords, and what asks the system catalog, as this does.
with counted as materialized (
  select
    s.userid,
    s.queryid,
    s.toplevel,
    s.calls,
    s.total_exec_time,
    s.shared_blks_hit + s.shared_blks_read as blocks,
    -- 1. comments 2. strings, of which a text has some where the extension could not replace them, to the end where one does not end
    -- 3. numbers and places of constants 4. white space 5. lists, which 18 writes as one constant
    btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
      left(s.query, 10000),
      '/\\*([^*]|\\*+[^*/])*\\*+/|--[^\\n]*', ' ', 'g'),
      'e''([^''\\\\]|\\\\.|'''')*(''|$)|''([^'']|'''')*(''|$)|\\$([a-z_]\\w*)?\\$.*$', '?', 'gi'),
      '\\$\\d+|\\m\\d+(\\.\\d+)?\\M', '?', 'g'),
      '\\s+', ' ', 'g'),
      '\\min \\( ?\\?( ?, ?\\?)* ?\\)', 'in (?)', 'gi'), ' ;') as text,
    -- Columns that only later versions of the extension have are taken from here.
    s as whole
  from :"schema".pg_stat_statements s
  where s.dbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    and s.queryid is not null
    and s.query is not null
),
queries as materialized (
  select
    q.*,
    left(md5(q.text), 16) as key,
    row_number() over (order by q.total_exec_time desc, q.queryid, q.userid, q.toplevel) as by_time,
    row_number() over (order by q.calls desc, q.queryid, q.userid, q.toplevel) as by_calls,
    row_number() over (order by q.blocks desc, q.queryid, q.userid, q.toplevel) as by_blocks,
    count(*) over () as of
  from counted q
  where q.text ~* '^\\(*\\s*(select|insert|update|delete|merge|with|values|table)\\M'
    and q.text !~* '\\mpg_catalog\\M|\\mpg_stat_|\\minformation_schema\\M'
),
kept as (
  select q.*, q.key = any (:'seen'::text[]) as seen
  from queries q
  where q.by_time <= 250 or q.by_calls <= 100 or q.by_blocks <= 100 or q.key = any (:'seen'::text[])
  order by q.by_time > 250, not q.key = any (:'seen'::text[]), q.by_time
  limit 500
)
select
  k.key,
  left(k.text, 600) as text,
  k.queryid::text as queryid,
  k.toplevel,
  r.rolname::text as role,
  k.calls::float8 as calls,
  k.total_exec_time as ms,
  ((k.whole).stddev_exec_time) as deviation,
  (k.whole).rows::float8 as rows,
  k.blocks::float8 as blocks,
  ((k.whole).temp_blks_read + (k.whole).temp_blks_written)::float8 as temp,
  (k.whole).wal_bytes::float8 as wal,
  -- From PostgreSQL 17 on (1.11 of the extension).
  (extract(epoch from (to_jsonb(k.whole) ->> 'stats_since')::timestamptz) * 1000)::float8 as since,
  k.of::float8 as of
from kept k
left join pg_catalog.pg_roles r on r.oid = k.userid
order by k.key, r.rolname, k.queryid, k.toplevel`,
  'performance/tables': `-- How each table is read and written, and how much it holds: counters and estimates that every role may read and no lock guards.
select
  n.nspname::text as schema,
  c.relname::text as name,
  case when c.reltuples >= 0 then c.reltuples end::float8 as rows,
  coalesce(s.n_live_tup, 0)::float8 as live,
  -- 8192: pages as of the last vacuum or analyze. The true size would take a lock.
  c.relpages::float8 * 8192 as bytes,
  coalesce((
    select sum(x.relpages) from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid
  ), 0)::float8 * 8192 as index_bytes,
  coalesce(s.seq_scan, 0)::float8 as seq_scans,
  coalesce(s.seq_tup_read, 0)::float8 as seq_rows,
  coalesce(s.idx_scan, 0)::float8 as index_scans,
  (s.n_tup_ins + s.n_tup_upd + s.n_tup_del)::float8 as writes,
  (extract(epoch from greatest(s.last_analyze, s.last_autoanalyze)) * 1000)::float8 as analyzed,
  -- Another one than before: the table was rewritten.
  c.relfilenode::text as file
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_tables s on s.relid = c.oid
where c.relkind in ('r', 'm')
  and c.relpersistence <> 't'
  and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
order by coalesce(s.seq_tup_read, 0) + coalesce(s.idx_scan, 0) desc, n.nspname, c.relname
limit 1000`,
}

/** The texts of supabase/authors, likewise. */
export const AUTHORS_SQL: CheckSql = {
  'authors/owners': `-- Whom what is wanted belongs to, and, at place -1, the journal: whoever makes an object owns it, unless it is given away. Where routines
-- of one name have several owners, none is said. Every role may read it.
with wanted as (
  select w.place, w.object, w.schema, w.name
  from pg_catalog.jsonb_to_recordset(:'wanted'::jsonb) w (place int, object text, schema text, name text)
  union all
  select -1, 'relation', :'journal_schema', :'journal_table'
),
owned as (
  select w.place, c.relowner as owner
  from wanted w
  join pg_catalog.pg_namespace n on n.nspname = w.schema
  join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = w.name
  where w.object = 'relation'
  union
  select w.place, p.proowner
  from wanted w
  join pg_catalog.pg_namespace n on n.nspname = w.schema
  join pg_catalog.pg_proc p on p.pronamespace = n.oid and p.proname = w.name
  where w.object = 'routine'
  union
  select w.place, t.typowner
  from wanted w
  join pg_catalog.pg_namespace n on n.nspname = w.schema
  join pg_catalog.pg_type t on t.typnamespace = n.oid and t.typname = w.name
  where w.object = 'type'
  union
  select w.place, n.nspowner
  from wanted w
  join pg_catalog.pg_namespace n on n.nspname = w.name
  where w.object = 'schema'
)
select o.place, min(r.rolname::text) as role
from owned o
join pg_catalog.pg_roles r on r.oid = o.owner
group by o.place
having count(*) = 1
order by o.place`,
  'authors/sessions': `-- Sessions whose last statement makes, changes or drops what is wanted, by the names that stand in it; the newest of each. Their texts
-- go no further. Needs pg_read_all_stats for the statements of others.
select distinct on (w.place)
  w.place,
  a.usename::text as role,
  nullif(a.application_name, '') as application,
  (extract(epoch from a.query_start) * 1000)::float8 as at
from pg_catalog.jsonb_to_recordset(:'wanted'::jsonb) w (place int, patterns text[])
join pg_catalog.pg_stat_activity a on a.query ~* all (w.patterns)
where a.datname = current_database()
  and a.pid <> pg_backend_pid()
  and a.usename is not null
order by w.place, a.query_start desc, a.pid`,
  'authors/statements': `-- Roles that ran a statement which makes, changes or drops what is wanted, by the names that stand in it, as pg_stat_statements counted
-- it; at: when its newest entry began (from PostgreSQL 17 on), else null. Its texts, which may hold passwords, go no further. Needs
-- pg_read_all_stats for the statements of others.
with changing as materialized (
  select s.userid, s.query, (extract(epoch from (to_jsonb(s) ->> 'stats_since')::timestamptz) * 1000)::float8 as since
  from :"schema".pg_stat_statements s
  where s.dbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    and s.query ~* '^(\\s|--[^\\n]*\\n|/\\*.*?\\*/)*(create|alter|drop|comment|do)\\M'
)
select w.place, r.rolname::text as role, max(c.since) as at
from pg_catalog.jsonb_to_recordset(:'wanted'::jsonb) w (place int, patterns text[])
join changing c on c.query ~* all (w.patterns)
join pg_catalog.pg_roles r on r.oid = c.userid
group by w.place, r.rolname
order by w.place, r.rolname`,
}
