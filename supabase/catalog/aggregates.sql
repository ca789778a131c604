-- aggregate:SCHEMA.NAME(ARGUMENT TYPES): its arguments as CREATE AGGREGATE takes them, and its definition.
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  concat_ws(e'\n',
    (
      select string_agg(f.kind || ':' || f.name, e'\n' order by f.name collate "C")
      from routines f
      where f.oid in (
        a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn
      )
    ),
    (
      select string_agg(distinct t.kind || ':' || t.name, e'\n')
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
where o.kind = 'aggregate'
