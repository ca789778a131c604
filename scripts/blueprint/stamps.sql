-- One row a relation, and one (relation 0) for everything else: a number that moves when a catalog row about it is
-- written or removed. Scratch databases only: it takes xmin for ever growing.
with rows as (
  select c.oid as relation, c.oid, c.xmin from pg_catalog.pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'S', 'c', 'f')
  union all
  select a.attrelid, a.attnum, a.xmin from pg_catalog.pg_attribute a where a.attrelid >= 16384 and a.attnum > 0
  union all
  select d.adrelid, d.oid, d.xmin from pg_catalog.pg_attrdef d
  union all
  select k.conrelid, k.oid, k.xmin from pg_catalog.pg_constraint k
  union all
  select i.indrelid, i.indexrelid, i.xmin from pg_catalog.pg_index i where i.indexrelid >= 16384
  union all
  select i.indrelid, c.oid, c.xmin
  from pg_catalog.pg_index i
  join pg_catalog.pg_class c on c.oid = i.indexrelid
  where i.indexrelid >= 16384
  union all
  select t.tgrelid, t.oid, t.xmin from pg_catalog.pg_trigger t
  union all
  select p.polrelid, p.oid, p.xmin from pg_catalog.pg_policy p
  union all
  select w.ev_class, w.oid, w.xmin from pg_catalog.pg_rewrite w where w.oid >= 16384
  union all
  select h.inhrelid, h.inhparent, h.xmin from pg_catalog.pg_inherits h
  union all
  select h.inhparent, h.inhrelid, h.xmin from pg_catalog.pg_inherits h
  union all
  select s.seqrelid, s.seqrelid, s.xmin from pg_catalog.pg_sequence s
  union all
  -- A sequence gets its owner without being written itself.
  select d.objid, d.refobjid, d.xmin
  from pg_catalog.pg_depend d
  where d.classid = 'pg_catalog.pg_class'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass
    and d.deptype in ('a', 'i') and d.objid >= 16384
  union all
  select
    case d.classoid
      when 'pg_catalog.pg_class'::regclass then coalesce((select i.indrelid from pg_catalog.pg_index i where i.indexrelid = d.objoid), d.objoid)
      when 'pg_catalog.pg_constraint'::regclass then (select k.conrelid from pg_catalog.pg_constraint k where k.oid = d.objoid)
      when 'pg_catalog.pg_trigger'::regclass then (select t.tgrelid from pg_catalog.pg_trigger t where t.oid = d.objoid)
      when 'pg_catalog.pg_policy'::regclass then (select p.polrelid from pg_catalog.pg_policy p where p.oid = d.objoid)
      else 0
    end,
    d.objoid, d.xmin
  from pg_catalog.pg_description d
  where d.objoid >= 16384
  union all
  select 0, p.oid, p.xmin from pg_catalog.pg_proc p where p.oid >= 16384
  union all
  select 0, t.oid, t.xmin
  from pg_catalog.pg_type t
  where t.oid >= 16384 and not (t.typtype = 'b' and t.typelem <> 0)
    and not exists (select from pg_catalog.pg_class c where c.oid = t.typrelid and c.relkind <> 'c')
  union all
  select 0, e.oid, e.xmin from pg_catalog.pg_enum e
  union all
  select 0, k.oid, k.xmin from pg_catalog.pg_constraint k where k.contypid <> 0
  union all
  select 0, n.oid, n.xmin from pg_catalog.pg_namespace n
  union all
  select 0, x.oid, x.xmin from pg_catalog.pg_extension x
  union all
  -- What belongs to an extension is no fact.
  select case d.classid when 'pg_catalog.pg_class'::regclass then d.objid else 0 end, d.objid, d.xmin
  from pg_catalog.pg_depend d
  where d.deptype = 'e' and d.objid >= 16384
  union all
  -- A composite type is a fact of no relation.
  select 0, a.attnum, a.xmin
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid
  where c.relkind = 'c' and c.oid >= 16384
  union all
  -- Foreign tables and rules are only counted, as of no relation.
  select 0, c.oid, c.xmin from pg_catalog.pg_class c where c.relkind = 'f'
  union all
  select 0, w.oid, w.xmin from pg_catalog.pg_rewrite w where w.rulename <> '_RETURN'
  union all
  select 0, o.oid, o.xmin from pg_catalog.pg_operator o where o.oid >= 16384
  union all
  select 0, o.oid, o.xmin from pg_catalog.pg_collation o where o.oid >= 16384
  union all
  select 0, o.oid, o.xmin from pg_catalog.pg_statistic_ext o
  union all
  select 0, o.oid, o.xmin from pg_catalog.pg_ts_config o where o.oid >= 16384
  union all
  select 0, o.oid, o.xmin from pg_catalog.pg_ts_dict o where o.oid >= 16384
)
select relation::int8::text as relation, count(*) || ':' || sum(hashint8extended(oid::int8, xmin::text::int8)) as stamp
from rows
where relation >= 16384 or relation = 0
group by relation
