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
create table if not exists storage.objects (id uuid primary key default gen_random_uuid(), bucket_id text, owner uuid);
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

/** Half of them statements like any other. */
export const statement: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: closed },
  { weight: 2, arbitrary: anyStatement },
)
