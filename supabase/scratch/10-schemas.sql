-- The platform's schemas, who may use them, and the default grants of public.
create schema if not exists auth;
create schema if not exists storage;
create schema if not exists realtime;
create schema if not exists extensions;
create schema if not exists graphql;
create schema if not exists graphql_public;
create schema if not exists vault;
create schema if not exists cron;
create schema if not exists net;
create schema if not exists pgmq;
create schema if not exists pgmq_public;
create schema if not exists supabase_functions;

grant usage on schema public, extensions, auth, storage, realtime, graphql_public
  to postgres, anon, authenticated, service_role;

-- As in projects made before 2026; newer ones grant nothing by default.
alter default privileges in schema public grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to postgres, anon, authenticated, service_role;

-- Migrations reach the extensions' functions unqualified: from here on in this session, and in later ones.
do $$
begin
  execute format('alter database %I set search_path to "$user", public, extensions', current_database());
end $$;
set search_path to "$user", public, extensions;
