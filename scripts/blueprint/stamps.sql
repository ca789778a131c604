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
      when 'pg_catalog.pg_rewrite'::regclass then (select w.ev_class from pg_catalog.pg_rewrite w where w.oid = d.objoid)
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
  select f.ftrelid, f.ftserver, f.xmin from pg_catalog.pg_foreign_table f
  union all
  select x.stxrelid, x.oid, x.xmin from pg_catalog.pg_statistic_ext x
  union all
  select m.prrelid, m.oid, m.xmin from pg_catalog.pg_publication_rel m
  union all
  select 0, o.oid, o.xmin
  from (
    select p.oid, p.xmin from pg_catalog.pg_publication p
    union all
    select m.oid, m.xmin from pg_catalog.pg_publication_namespace m
    union all
    select e.oid, e.xmin from pg_catalog.pg_event_trigger e
    union all
    select w.oid, w.xmin from pg_catalog.pg_foreign_data_wrapper w
    union all
    select f.oid, f.xmin from pg_catalog.pg_foreign_server f
    union all
    -- Its table is closed to all but superusers, whom a migration may have left; of a mapping only its being there is a fact.
    select u.umid, '0'::xid from pg_catalog.pg_user_mappings u
    union all
    select a.aggfnoid, a.xmin from pg_catalog.pg_aggregate a
    union all
    select g.rngtypid, g.xmin from pg_catalog.pg_range g
    union all
    select p.oid, p.xmin from pg_catalog.pg_operator p
    union all
    select f.oid, f.xmin from pg_catalog.pg_opfamily f
    union all
    select c.oid, c.xmin from pg_catalog.pg_opclass c
    union all
    select m.oid, m.xmin from pg_catalog.pg_amop m
    union all
    select m.oid, m.xmin from pg_catalog.pg_amproc m
    union all
    select c.oid, c.xmin from pg_catalog.pg_cast c
    union all
    select c.oid, c.xmin from pg_catalog.pg_collation c
    union all
    select c.oid, c.xmin from pg_catalog.pg_ts_config c
    union all
    select d.oid, d.xmin from pg_catalog.pg_ts_dict d
    union all
    -- Kinds that are only counted.
    select c.oid, c.xmin from pg_catalog.pg_conversion c
    union all
    select p.oid, p.xmin from pg_catalog.pg_ts_parser p
    union all
    select t.oid, t.xmin from pg_catalog.pg_ts_template t
    union all
    select l.oid, l.xmin from pg_catalog.pg_language l
    union all
    select m.oid, m.xmin from pg_catalog.pg_am m
    union all
    select t.oid, t.xmin from pg_catalog.pg_transform t
  ) o
  where o.oid >= 16384
  union all
  -- A mapping of a text search configuration has no name of its own.
  select 0, m.mapcfg, m.xmin from pg_catalog.pg_ts_config_map m where m.mapcfg >= 16384
  union all
  select 0, 0, l.xmin from pg_catalog.pg_seclabel l
  union all
  select 0, l.oid, l.xmin from pg_catalog.pg_largeobject_metadata l
)
select relation::int8::text as relation, count(*) || ':' || sum(hashint8extended(oid::int8, xmin::text::int8)) as stamp
from rows
where relation >= 16384 or relation = 0
group by relation
