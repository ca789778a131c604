-- constraint:SCHEMA.TABLE.NAME: primary key, unique, foreign key, check, exclusion. NOT NULL belongs to the column:
-- only PostgreSQL 18 keeps it as a constraint.
select
  'constraint' as kind,
  r.schema,
  r.oid as relation,
  'constraint:' || r.name || '.' || quote_ident(k.conname) as key,
  concat_ws(e'\n',
    (
      select 'constraint:' || q.conrelid::regclass || '.' || quote_ident(q.conname)
      from pg_catalog.pg_constraint q
      where q.oid = k.conparentid
    ),
    (
      select string_agg('constraint:' || h.inhparent::regclass || '.' || quote_ident(k.conname), e'\n' order by h.inhseqno)
      from pg_catalog.pg_inherits h
      where h.inhrelid = r.oid and not k.conislocal and k.contype = 'c'
    ),
    r.key,
    (
      select string_agg('column:' || d.refobjid::regclass || '.' || quote_ident(a.attname), e'\n' order by d.refobjid = r.oid desc, a.attnum)
      from pg_catalog.pg_depend d
      join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_catalog.pg_constraint'::regclass and d.objid = k.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0
    ),
    (
      select string_agg(f.kind || ':' || f.name, e'\n' order by f.name collate "C")
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
  )
