-- Whom what is wanted belongs to, and, at place -1, the journal: whoever makes an object owns it, unless it is given away. Where routines
-- of one name have several owners, none is said. Every role may read it.
with wanted as (
  select w.place, w.object, w.schema, w.name
  from pg_catalog.jsonb_to_recordset(:'wanted'::jsonb) w (place int, object text, schema text, name text)
  union all
  select -1, 'relation', :'journal_schema', :'journal_table'
),
owned as (
  select w.place, c.relowner as owner
  from wanted w
  join pg_catalog.pg_namespace n on n.nspname = w.schema
  join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = w.name
  where w.object = 'relation'
  union
  select w.place, p.proowner
  from wanted w
  join pg_catalog.pg_namespace n on n.nspname = w.schema
  join pg_catalog.pg_proc p on p.pronamespace = n.oid and p.proname = w.name
  where w.object = 'routine'
  union
  select w.place, t.typowner
  from wanted w
  join pg_catalog.pg_namespace n on n.nspname = w.schema
  join pg_catalog.pg_type t on t.typnamespace = n.oid and t.typname = w.name
  where w.object = 'type'
  union
  select w.place, n.nspowner
  from wanted w
  join pg_catalog.pg_namespace n on n.nspname = w.name
  where w.object = 'schema'
)
select o.place, min(r.rolname::text) as role
from owned o
join pg_catalog.pg_roles r on r.oid = o.owner
group by o.place
having count(*) = 1
order by o.place
