-- setting:database/NAME, setting:role/ROLE/NAME, setting:role in database/ROLE/NAME and setting:all/NAME. Applications keep
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
    when x.line ~ '^[^.=]+=' or x.line ~ '^pgrst\.(db_schemas?|db_extra_search_path|db_max_rows|db_anon_role|db_pre_request|db_tx_end|db_aggregates_enabled)='
    then substr(x.line, strpos(x.line, '=') + 1)
    else 'not shown: sha256 ' || left(encode(sha256(convert_to(x.line, 'UTF8')), 'hex'), 12)
  end as value
from pg_catalog.pg_db_role_setting c
cross join lateral unnest(c.setconfig) as x (line)
left join concerned_roles r on r.oid = c.setrole
where (c.setrole = 0 or r.oid is not null)
  and (c.setdatabase = 0 or c.setdatabase = (select d.oid from pg_catalog.pg_database d where d.datname = current_database()))
