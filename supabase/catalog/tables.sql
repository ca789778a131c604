-- table:SCHEMA.NAME: persistence, partitioning, inheritance, options, row security.
select
  'table' as kind,
  r.schema,
  r.oid as relation,
  r.key,
  concat_ws(e'\n',
    (
      select string_agg('table:' || h.inhparent::regclass, e'\n' order by h.inhseqno)
      from pg_catalog.pg_inherits h
      where h.inhrelid = r.oid
    ),
    'schema:' || quote_ident(r.schema)
  ) as parent,
  concat_ws(' ',
    case when c.relpersistence = 'u' then 'unlogged' end,
    'table',
    case when c.reloftype <> 0 then 'of ' || format_type(c.reloftype, null) end,
    (
      select case when c.relispartition then 'partition of ' else 'inherits ' end
        || string_agg(h.inhparent::regclass::text, ', ' order by h.inhseqno)
      from pg_catalog.pg_inherits h
      where h.inhrelid = r.oid
    ),
    case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end,
    case when c.relkind = 'p' then 'partition by ' || pg_get_partkeydef(c.oid) end,
    (
      select 'with (' || string_agg(x.option, ', ' order by x.option collate "C") || ')'
      from unnest(c.reloptions) as x (option)
    ),
    case c.relreplident
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
  ) as value
from relations r
join pg_catalog.pg_class c on c.oid = r.oid
where r.relkind in ('r', 'p')
