-- The server and the session: what `plumbline db ping` says, and whether the target is a Supabase project.
select
  current_setting('server_version') as version,
  current_database() as database,
  current_user as role,
  pg_is_in_recovery() as standby,
  -- Roles belong to the whole server, so that they alone say nothing of this database.
  to_regclass('auth.users') is not null
    and exists (select from pg_catalog.pg_roles where rolname in ('supabase_admin', 'authenticator')) as supabase
