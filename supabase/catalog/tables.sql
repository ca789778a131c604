-- table: and foreign_table:SCHEMA.NAME: persistence, partitioning, inheritance, options, storage, row security.
select
  case r.relkind when 'f' then 'foreign_table' else 'table' end as kind,
  r.schema,
  r.oid as relation,
  r.key,
  concat_ws(e'\n',
    (
      select string_agg('table:' || h.inhparent::regclass, e'\n' order by h.inhseqno)
      from pg_catalog.pg_inherits h
      where h.inhrelid = r.oid
    ),
    case when r.relkind = 'f' then (
      select 'server:' || quote_ident(v.srvname)
      from pg_catalog.pg_foreign_table f
      join pg_catalog.pg_foreign_server v on v.oid = f.ftserver
      where f.ftrelid = c.oid
    ) end,
    'schema:' || quote_ident(r.schema)
  ) as parent,
  -- Only a partitioned table's key is printed with a lock.
  coalesce(case when c.relkind = 'p' then r.locked end, concat_ws(' ',
    case when c.relpersistence = 'u' then 'unlogged' end,
    case r.relkind when 'f' then 'foreign table' else 'table' end,
    case when c.reloftype <> 0 then 'of ' || format_type(c.reloftype, null) end,
    (
      select case when c.relispartition then 'partition of ' else 'inherits ' end
        || string_agg(h.inhparent::regclass::text, ', ' order by h.inhseqno)
      from pg_catalog.pg_inherits h
      where h.inhrelid = r.oid
    ),
    case when c.relispartition then pg_get_expr(c.relpartbound, 0) end,
    case when c.relkind = 'p' then 'partition by ' || pg_get_partkeydef(c.oid) end,
    -- 2: heap.
    case when c.relam not in (0, 2) then (select 'using ' || quote_ident(m.amname) from pg_catalog.pg_am m where m.oid = c.relam) end,
    (
      select 'with (' || string_agg(x.option, ', ' order by x.option collate "C") || ')'
      from unnest(c.reloptions) as x (option)
    ),
    case when c.reltablespace <> 0 then (
      select 'tablespace ' || quote_ident(t.spcname) from pg_catalog.pg_tablespace t where t.oid = c.reltablespace
    ) end,
    case when r.relkind = 'f' then (
      select 'server ' || quote_ident(v.srvname) || coalesce((
        select ' options (' || string_agg(quote_ident(o.option_name) || ' ' || case
          when o.option_name ~* 'password|passwd|secret|token|key' then '''…''' else quote_literal(o.option_value)
        end, ', ' order by o.option_name collate "C") || ')'
        from pg_catalog.pg_options_to_table(f.ftoptions) o
      ), '')
      from pg_catalog.pg_foreign_table f
      join pg_catalog.pg_foreign_server v on v.oid = f.ftserver
      where f.ftrelid = c.oid
    ) end,
    case case when r.relkind <> 'f' then c.relreplident end
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
  )) as value
from relations r
join pg_catalog.pg_class c on c.oid = r.oid
where r.relkind in ('r', 'p', 'f')
