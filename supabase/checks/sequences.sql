-- How far each sequence has come towards the least of its own limit, the type of the column that it fills, and the types of the columns that
-- refer to that one. `last` is null where the sequence was not used yet, is locked, or may not be read.
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
order by n.nspname, c.relname
