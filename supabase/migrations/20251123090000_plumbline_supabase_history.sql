-- What the Supabase CLI applied, where it is used, too: it may say who made what Drizzle's migrations do not. May be run again.
do $$
begin
  if to_regnamespace('supabase_migrations') is not null then
    grant usage on schema supabase_migrations to plumbline;
  end if;
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    grant select on supabase_migrations.schema_migrations to plumbline;
  end if;
end $$;
