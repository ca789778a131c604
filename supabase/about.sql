-- The server and the session: what `plumbline db ping` says, and whether the target is a Supabase project.
select
  current_setting('server_version') as version,
  current_database() as database,
  current_user as role,
  pg_is_in_recovery() as standby,
  -- Roles belong to the whole server, so that they alone say nothing of this database. Neither asks for a right to what it
  -- looks for: to_regclass would, to use the schema.
  exists (
    select
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'auth' and c.relname = 'users'
  ) and coalesce(to_regrole('supabase_admin'), to_regrole('authenticator')) is not null as supabase
