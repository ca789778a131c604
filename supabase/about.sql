-- The server and the session: what `plumbline db ping` says, and whether the target is a Supabase project.
select
  current_setting('server_version') as version,
  current_database() as database,
  current_user as role,
  pg_is_in_recovery() as standby,
  exists (select from pg_catalog.pg_roles where rolname = 'supabase_admin')
    or (select count(*) = 2 from pg_catalog.pg_roles where rolname in ('authenticator', 'anon')) as supabase
