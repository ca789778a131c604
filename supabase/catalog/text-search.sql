-- ts_config: and ts_dict:SCHEMA.NAME. (Parsers and templates are written in C: unmodelled.sql.)
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  concat_ws(e'\n',
    (
      select string_agg(distinct 'ts_dict:' || u.ident || '.' || quote_ident(d.dictname), e'\n')
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
where o.kind = 'ts_dict'
