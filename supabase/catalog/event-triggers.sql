-- event_trigger:NAME and whether it fires.
select
  o.kind,
  o.schema,
  null::oid as relation,
  o.key,
  f.kind || ':' || f.name as parent,
  concat_ws(' ',
    'on ' || e.evtevent,
    (
      select 'when tag in (' || string_agg(quote_literal(t.tag), ', ' order by t.tag collate "C") || ')'
      from unnest(e.evttags) as t (tag)
    ),
    'execute function ' || f.name
  ) || case e.evtenabled
    when 'D' then ' (disabled)' when 'R' then ' (fires on a replica only)' when 'A' then ' (fires always)' else ''
  end as value
from objects o
join pg_catalog.pg_event_trigger e on e.oid = o.oid
join routines f on f.oid = e.evtfoid
where o.kind = 'event_trigger'
