-- What cannot be printed now: pg_get_viewdef, pg_get_indexdef and their like take ACCESS SHARE on the relations that a text
-- names, and would wait for whoever holds or awaits ACCESS EXCLUSIVE on one: a migration. `value` stands in for the value
-- of such a fact, so that it is read without waiting and is known to be unknown: functions/model/lock.ts. Almost always empty.
locked_relations as materialized (
  select distinct on (l.relation)
    l.relation as oid,
    c.reltype,
    -- CAN, which no printed definition begins with.
    e'\x18' || jsonb_build_object(
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
),
