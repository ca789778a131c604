-- The role as which Plumbline looks: it may sign in and read the journal; the system catalog is open to every role. It
-- cannot write, owns nothing, and sees no row of a user's table. May be run again.
--
-- It has no password yet: alter role plumbline password '…'. Then the connection string is
-- postgresql://plumbline:…@db.<ref>.supabase.co:5432/postgres (through the pooler: plumbline.<ref>).
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'plumbline') then
    create role plumbline;
  end if;
end $$;

alter role plumbline login noinherit nocreatedb nocreaterole connection limit 5;

-- Plumbline sets all of this for itself in each transaction, too; this holds for whoever else knows the password.
alter role plumbline set default_transaction_read_only = on;
alter role plumbline set statement_timeout = '15s';
alter role plumbline set lock_timeout = '200ms';
alter role plumbline set idle_in_transaction_session_timeout = '30s';

-- The journal. Where migrations_schema or migrations_table is set in wrangler.toml, put its names here. Before Drizzle has
-- migrated for the first time there is none: run this again afterwards; until then a look says what is missing.
do $$
begin
  if to_regnamespace('drizzle') is not null then
    grant usage on schema drizzle to plumbline;
  end if;
  if to_regclass('drizzle.__drizzle_migrations') is not null then
    grant select on drizzle.__drizzle_migrations to plumbline;
  end if;
end $$;
