-- Triggers that are switched off. Those that a foreign key made are internal: while they are off, the key is not kept.
select
  n.nspname::text as schema,
  t.relname::text as relation,
  g.tgname::text as name,
  k.conname::text as foreign_key
from pg_catalog.pg_trigger g
join pg_catalog.pg_class t on t.oid = g.tgrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
left join pg_catalog.pg_constraint k on k.oid = g.tgconstraint and k.contype = 'f'
where g.tgenabled = 'D' and (not g.tgisinternal or k.oid is not null)
order by n.nspname, t.relname, g.tgname
