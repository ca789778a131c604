-- Tables whose rows are close to being too old, or that hold many dead rows, with what vacuum has done of late. Every role may read it.
select
  n.nspname::text as schema,
  c.relname::text as name,
  c.relkind::text as kind,
  greatest(age(c.relfrozenxid), 0)::float8 as xid_age,
  greatest(mxid_age(c.relminmxid), 0)::float8 as mxid_age,
  greatest(c.reltuples, 0)::float8 as rows,
  coalesce(s.n_live_tup, 0)::float8 as live,
  coalesce(s.n_dead_tup, 0)::float8 as dead,
  extract(epoch from clock_timestamp() - greatest(s.last_vacuum, s.last_autovacuum))::float8 as vacuumed_seconds,
  coalesce(s.n_tup_upd + s.n_tup_del, 0)::float8 as changed,
  coalesce((
    select o.option_value not in ('false', 'off', '0', 'no')
    from pg_options_to_table(c.reloptions) o where o.option_name = 'autovacuum_enabled'
  ), true) as autovacuum,
  current_setting('autovacuum_vacuum_threshold')::float8
    + current_setting('autovacuum_vacuum_scale_factor')::float8 * greatest(c.reltuples, 0)::float8 as due
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_tables s on s.relid = c.oid
where c.relkind in ('r', 'm', 't')
  and c.relpersistence = 'p'
  and (
    age(c.relfrozenxid) > current_setting('autovacuum_freeze_max_age')::int
    or mxid_age(c.relminmxid) > current_setting('autovacuum_multixact_freeze_max_age')::int
    or s.n_dead_tup >= 1000
  )
order by n.nspname, c.relname
