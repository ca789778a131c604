-- fdw:NAME, server:NAME and user_mapping:SERVER.ROLE. What may be a secret is not read: of a mapping no option at all
-- (who may see them depends on who asks), of the others no value of an option that is named like one.
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  (
    select string_agg(f.kind || ':' || f.name, e'\n' order by f.name collate "C")
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
from pg_catalog.pg_user_mappings m
