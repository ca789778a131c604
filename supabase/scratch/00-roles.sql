-- The roles of a Supabase project, by name: nobody signs in to a scratch database. Roles belong to the whole server: some may
-- be there, and another database may be prepared at the same moment.
do $$
declare
  role text;
begin
  foreach role in array array[
    'postgres', 'anon', 'authenticated', 'service_role', 'authenticator', 'supabase_admin', 'supabase_auth_admin',
    'supabase_storage_admin', 'supabase_realtime_admin', 'supabase_functions_admin', 'supabase_replication_admin',
    'supabase_read_only_user', 'supabase_etl_admin', 'supabase_privileged_role', 'dashboard_user', 'pgbouncer',
    'pgtle_admin', 'pgsodium_keyholder', 'pgsodium_keyiduser', 'pgsodium_keymaker'
  ] loop
    continue when exists (select from pg_catalog.pg_roles where rolname = role);
    begin
      execute format('create role %I nologin noinherit', role);
    exception
      when duplicate_object or unique_violation then null;
    end;
  end loop;
end $$;

do $$
declare
  role text;
begin
  foreach role in array array['anon', 'authenticated', 'service_role'] loop
    continue when exists (
      select
      from pg_catalog.pg_auth_members
      where roleid = role::regrole and member = 'authenticator'::regrole
    );
    begin
      execute format('grant %I to authenticator', role);
    exception
      when unique_violation then null;
    end;
  end loop;
end $$;
