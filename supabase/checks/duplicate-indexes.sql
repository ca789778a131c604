-- Indexes that another index makes needless: it has the same columns, or begins with them. One that keeps a constraint is never needless, and
-- neither is a unique one whose columns are not all of the other's.
select
  n.nspname::text as schema,
  c.relname::text as name,
  t.relname::text as relation,
  c.relpages::float8 * 8192 as bytes,
  bool_or(o.same) as same,
  min(o.name) as covered_by
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class t on t.oid = i.indrelid
join lateral (
  select p.relname::text as name, j.indkey::text = i.indkey::text as same
  from pg_catalog.pg_index j
  join pg_catalog.pg_class p on p.oid = j.indexrelid
  where j.indrelid = i.indrelid and j.indexrelid <> i.indexrelid and j.indisvalid
    and p.relam = c.relam and p.relkind = c.relkind
    and i.indexprs::text is not distinct from j.indexprs::text
    and i.indpred::text is not distinct from j.indpred::text
    and i.indnatts = i.indnkeyatts and j.indnatts = j.indnkeyatts
    and case
      when j.indkey::text = i.indkey::text then
        j.indclass = i.indclass and j.indcollation = i.indcollation and j.indoption::text = i.indoption::text
        and (not i.indisunique or j.indisunique)
        -- Of two that are the same, the one that keeps a constraint or is the older stays.
        and (
          exists (select from pg_catalog.pg_constraint k where k.conindid = j.indexrelid)
          or i.indisunique < j.indisunique
          or i.indisunique = j.indisunique and j.indexrelid < i.indexrelid
        )
      else
        not i.indisunique and i.indexprs is null
        and (select a.amname from pg_catalog.pg_am a where a.oid = c.relam) = 'btree'
        and (j.indkey::int2[])[0:i.indnkeyatts - 1] = (i.indkey::int2[])[0:i.indnkeyatts - 1]
        and (j.indclass::oid[])[0:i.indnkeyatts - 1] = (i.indclass::oid[])[0:i.indnkeyatts - 1]
        and (j.indcollation::oid[])[0:i.indnkeyatts - 1] = (i.indcollation::oid[])[0:i.indnkeyatts - 1]
        and (j.indoption::int2[])[0:i.indnkeyatts - 1] = (i.indoption::int2[])[0:i.indnkeyatts - 1]
    end
) o on true
where i.indisvalid
  and n.nspname !~ '^pg_'
  and not c.relispartition
  and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid)
group by n.nspname, c.relname, t.relname, c.relpages
order by n.nspname, c.relname
