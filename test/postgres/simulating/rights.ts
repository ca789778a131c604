import fc from 'fast-check'
import { statement as anyStatement } from './grammar.ts'

const of = <T>(...values: [T, ...T[]]) => fc.constantFrom(...values)

/** Who migrates: the owner, one who acts as it, one who may only become it, one with some grants, one with none, a superuser. */
export const ROLES = ['own_er', 'member', 'noinherit', 'granted', 'stranger', 'almighty'] as const

/** Makes them, and gives the catalog of base.sql to its owner; within a transaction that is rolled back. */
export const SETUP = `
create role own_er; create role member; create role noinherit noinherit; create role granted createrole; create role stranger;
create role almighty superuser; create role other;
grant own_er to member; grant own_er to noinherit;
${['users', 'workspaces', 'members', 'links', 'audit', 'active_users', 'link_counts', 'billing.invoices', 'totals', 'invoice_number'].map((name) => `alter table ${name} owner to own_er;`).join('\n')}
alter function touch() owner to own_er; alter function is_member(integer) owner to own_er; alter function full_label(text, text) owner to own_er;
alter type status owner to own_er; alter type role owner to own_er; alter type billing.plan owner to own_er; alter domain slug owner to own_er;
grant usage on schema auth, storage to own_er, granted;
create function closed() returns integer language plpgsql volatile as $$ begin return 1; end $$;
create function closed_of(i integer) returns integer language sql immutable as $$ select i $$;
create function closed_check(i integer) returns boolean language plpgsql immutable as $$ begin return true; end $$;
create function closed_touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table own_table (id integer, x integer); create table if not exists storage.objects (id uuid primary key default gen_random_uuid(), bucket_id text, owner uuid);
`

/** What somebody granted or took by hand: one by one, before the statements run. */
export const GRANTS: readonly string[] = [
  'grant create on schema public to own_er; alter schema billing owner to own_er',
  'grant create on schema public, billing to own_er, granted; grant usage on schema billing to granted, stranger',
  'grant usage on schema billing to public; grant references on users, workspaces to granted; grant trigger on links to granted',
  'grant usage, create on schema billing to granted; grant references (id) on users to granted; grant select (id) on users to granted',
  'grant all on all tables in schema public to granted; grant usage on schema billing to own_er',
  'grant create on schema public to granted, stranger; grant select on users to granted; alter table users owner to granted',
  "do $$ begin execute format('grant create on database %I to granted, own_er', current_database()); end $$; grant create on schema public to granted",
  'alter table links owner to other; alter type status owner to granted; grant other to granted; grant usage on schema billing to granted',
  'alter schema public owner to own_er; alter function touch() owner to granted; grant insert, update on members to stranger',
  'revoke execute on all functions in schema public from public; revoke usage on type status, billing.plan, slug from public; grant usage, create on schema public, billing to public; alter table own_table owner to stranger',
  'revoke execute on function closed(), closed_of(integer), closed_check(integer), closed_touch() from public; grant execute on function closed() to granted; grant usage, create on schema public, billing to public; alter table own_table owner to granted',
  'revoke usage on type role, billing.plan, slug from public; grant usage on type slug to granted; revoke execute on function closed_of(integer) from public; grant usage, create on schema public, billing to public; alter table own_table owner to member; grant select on all tables in schema billing to stranger',
  'grant usage, create on schema public, billing to public; alter view active_users owner to stranger; alter table totals owner to granted',
]

const table = of(
  'users',
  'links',
  'members',
  'billing.invoices',
  'public.workspaces',
  'audit',
  'auth.users',
  'storage.objects',
)
const role = of('own_er', 'granted', 'stranger', 'other', 'authenticated')
const schema = of('public', 'billing', 'crm', 'auth')

/** Statements that hang on who runs them. */
const closed = fc
  .tuple(table, role, schema, of('users', 'links', 'new_one'))
  .chain(([name, who, where, made]) =>
    of(
      `ALTER TABLE ${name} ADD COLUMN noted text`,
      `ALTER TABLE ${name} OWNER TO ${who}`,
      `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`,
      `ALTER TABLE ${name} SET SCHEMA ${where}`,
      `ALTER TABLE ${name} RENAME TO ${made}_2`,
      `ALTER TABLE ${name} RENAME COLUMN id TO own_id`,
      `ALTER TABLE links ADD CONSTRAINT made_fk FOREIGN KEY (code) REFERENCES ${name} (id)`,
      `CREATE TABLE ${where}.made (id uuid REFERENCES ${name} (id))`,
      `CREATE TABLE made (id uuid REFERENCES users (id), other uuid REFERENCES ${name})`,
      `CREATE INDEX made_index ON ${name} (id)`,
      `CREATE POLICY made_policy ON ${name} FOR SELECT TO authenticated USING (true)`,
      `CREATE TRIGGER made_trigger BEFORE UPDATE ON ${name} FOR EACH ROW EXECUTE FUNCTION touch()`,
      `CREATE SCHEMA ${made}`,
      `CREATE SCHEMA IF NOT EXISTS billing`,
      `CREATE SCHEMA ${made} AUTHORIZATION ${who}`,
      `CREATE TYPE ${where}.made AS ENUM ('a')`,
      `CREATE SEQUENCE ${where}.made_seq`,
      `CREATE VIEW ${where}.made AS SELECT id FROM ${name}`,
      `CREATE OR REPLACE VIEW active_users AS SELECT id, email, created_at FROM users`,
      `CREATE MATERIALIZED VIEW made AS SELECT id FROM ${name}`,
      `CREATE TABLE made AS SELECT id FROM ${name}`,
      `CREATE OR REPLACE FUNCTION touch() returns trigger language plpgsql as $$ begin return new; end $$`,
      `CREATE ROLE made_role`,
      `CREATE ROLE made_role SUPERUSER`,
      `CREATE ROLE made_role LOGIN BYPASSRLS`,
      `CREATE EVENT TRIGGER made_trigger ON ddl_command_end EXECUTE FUNCTION touch()`,
      `CREATE PUBLICATION made FOR ALL TABLES`,
      `GRANT SELECT ON ${name} TO ${who}`,
      `REVOKE ALL ON ${name} FROM ${who}`,
      `GRANT USAGE ON SCHEMA ${where} TO ${who}`,
      `COMMENT ON TABLE ${name} IS 'a'`,
      `COMMENT ON COLUMN ${name}.id IS 'a'`,
      `COMMENT ON SCHEMA ${where} IS 'a'`,
      `COMMENT ON TYPE billing.plan IS 'a'`,
      `COMMENT ON POLICY "owners write" ON workspaces IS 'a'`,
      `DROP TABLE ${name} CASCADE`,
      `DROP SCHEMA ${where} CASCADE`,
      `DROP TYPE billing.plan CASCADE`,
      `DROP TYPE status CASCADE`,
      `DROP FUNCTION full_label(text, text)`,
      `DROP TRIGGER users_touch ON users`,
      `DROP POLICY "owners write" ON workspaces`,
      `DROP INDEX links_workspace_id_index`,
      `ALTER TYPE status ADD VALUE 'made'`,
      `ALTER TYPE status RENAME TO state`,
      `ALTER SCHEMA ${where} RENAME TO made`,
      `ALTER SEQUENCE invoice_number INCREMENT BY 2`,
      `ALTER INDEX links_workspace_id_index RENAME TO made_index`,
      `ALTER POLICY "owners write" ON workspaces TO authenticated`,
      `REFRESH MATERIALIZED VIEW totals`,
      `TRUNCATE ${name} CASCADE`,
      `INSERT INTO ${name} (id) VALUES (NULL)`,
      `UPDATE ${name} SET id = id`,
      `DELETE FROM ${name} WHERE id IS NULL`,
      `SELECT id FROM ${name}`,
      `INSERT INTO audit (what) SELECT id::text FROM ${name}`,
    ),
  )

/** Statements that hang on EXECUTE of functions, USAGE of types, and on what all of a schema is. */
const used = fc
  .tuple(
    of('own_table', 'own_table', 'users', 'links'),
    of('status', 'role', 'billing.plan', 'slug', 'status[]', 'role'),
    of(
      'closed()',
      'closed_of(1)',
      'closed_of(id::text::int)',
      'closed_of(length(id::text))',
      'full_label(id::text)',
      'auth.uid()',
    ),
    role,
    of('public', 'billing', 'auth', 'crm'),
  )
  .chain(([name, type, call, who, where]) =>
    of(
      `ALTER TABLE ${name} ADD COLUMN made ${type}`,
      `ALTER TABLE ${name} ADD COLUMN made integer DEFAULT closed()`,
      `ALTER TABLE ${name} ADD COLUMN made integer DEFAULT closed_of(1)`,
      `ALTER TABLE own_table ADD COLUMN made integer GENERATED ALWAYS AS (closed_of(id)) STORED`,
      `ALTER TABLE own_table ADD COLUMN made integer CHECK (closed_check(made))`,
      `ALTER TABLE own_table ALTER COLUMN x SET DEFAULT closed_of(1)`,
      `ALTER TABLE own_table ADD CONSTRAINT made CHECK (closed_check(id))`,
      `ALTER TABLE own_table ADD CONSTRAINT made CHECK (closed_check(id)) NOT VALID`,
      `ALTER TABLE own_table ALTER COLUMN x TYPE bigint USING closed_of(x)`,
      `ALTER TABLE own_table ALTER COLUMN x TYPE ${type} USING NULL`,
      `CREATE TABLE made (a integer DEFAULT closed(), b integer CHECK (closed_check(b)), c ${type})`,
      `CREATE TABLE ${where}.made (a integer, c ${type})`,
      `CREATE TYPE made AS (a integer, b ${type})`,
      `CREATE DOMAIN made AS ${type}`,
      `CREATE DOMAIN made AS integer CHECK (closed_check(value))`,
      `CREATE FUNCTION made(a ${type}) returns integer language plpgsql as $$ begin return 1; end $$`,
      `CREATE FUNCTION made() returns ${type} language plpgsql as $$ begin return null; end $$`,
      `CREATE FUNCTION made() returns setof ${type} language plpgsql as $$ begin return; end $$`,
      `CREATE INDEX made ON own_table (id) WHERE closed_check(id)`,
      `CREATE INDEX made ON own_table (closed_of(id))`,
      `CREATE INDEX made ON ${name} (id) WHERE closed_of(1) = 1`,
      `CREATE TRIGGER made BEFORE UPDATE ON own_table FOR EACH ROW EXECUTE FUNCTION closed_touch()`,
      `CREATE TRIGGER made BEFORE UPDATE ON own_table FOR EACH ROW EXECUTE FUNCTION public.closed_touch()`,
      `CREATE TRIGGER made BEFORE UPDATE ON own_table FOR EACH ROW EXECUTE FUNCTION closed()`,
      `CREATE POLICY made ON own_table USING (closed_check(id))`,
      `CREATE VIEW made AS SELECT ${call} AS a FROM own_table`,
      `CREATE VIEW made AS SELECT status FROM users`,
      `CREATE TABLE made AS SELECT plan FROM billing.invoices`,
      `CREATE TABLE made AS SELECT ${call} AS a FROM ${name}`,
      `CREATE MATERIALIZED VIEW made AS SELECT ${call} AS a FROM own_table`,
      `CREATE MATERIALIZED VIEW made AS SELECT closed_of(id) AS a FROM own_table WITH NO DATA`,
      `INSERT INTO own_table (id) VALUES (closed())`,
      `UPDATE own_table SET x = closed_of(x)`,
      `DELETE FROM own_table WHERE closed_check(id)`,
      `GRANT SELECT ON ALL TABLES IN SCHEMA ${where} TO ${who}`,
      `REVOKE ALL ON ALL TABLES IN SCHEMA ${where} FROM ${who}`,
      `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${where} TO ${who}`,
      `GRANT EXECUTE ON ALL ROUTINES IN SCHEMA ${where} TO ${who}`,
      `GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${where} TO ${who}`,
      `GRANT EXECUTE ON FUNCTION closed_of(integer) TO ${who}`,
      `REVOKE EXECUTE ON FUNCTION closed(), public.touch() FROM ${who}`,
      `GRANT EXECUTE ON FUNCTION closed_of(text) TO ${who}`,
      `GRANT USAGE ON TYPE ${type.replace('[]', '')} TO ${who}`,
      `GRANT USAGE ON TYPE nothing TO ${who}`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${where} GRANT SELECT ON TABLES TO ${who}`,
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${who} IN SCHEMA public REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC`,
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${who} GRANT ALL ON SEQUENCES TO stranger`,
      `ALTER DEFAULT PRIVILEGES FOR ROLE nobody GRANT SELECT ON TABLES TO ${who}`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SCHEMAS TO ${who}`,
    ),
  )

/** Half of them statements like any other. */
export const statement: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: closed },
  { weight: 3, arbitrary: used },
  { weight: 2, arbitrary: anyStatement },
)
