import fc from 'fast-check'

const of = <T>(...values: [T, ...T[]]) => fc.constantFrom(...values)

/** Columns of the tables of base.sql, and some that are not there. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  users: ['id', 'email', 'name', 'age', 'status', 'settings', 'created_at'],
  workspaces: ['id', 'slug', 'owner_id', 'tags', 'limits', 'archived'],
  members: ['workspace_id', 'user_id', 'role', 'joined_on'],
  links: ['id', 'workspace_id', 'url', 'clicks', 'meta', 'code', 'rank', 'search'],
  'billing.invoices': ['id', 'user_id', 'number', 'plan', 'total', 'due_on'],
  audit: ['at', 'what'],
}
const TABLES = Object.keys(COLUMNS)
const NEW_COLUMNS = ['nickname', 'deleted_at', 'workspace_id', 'note', 'Title', 'order']

const table = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...TABLES) },
  { weight: 1, arbitrary: of('posts', 'billing.refunds', 'crm.leads', 'active_users', 'totals', 'public.users') },
)
const columnOf = (name: string) =>
  fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom(...(COLUMNS[name.replace('public.', '')] ?? ['id', 'email'])) },
    { weight: 1, arbitrary: fc.constantFrom(...NEW_COLUMNS.map((column) => `"${column}"`)) },
  )
const tableColumn = table.chain((name) => columnOf(name).map((column) => ({ name, column })))
const newColumn = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NEW_COLUMNS).map((column) => `"${column}"`) },
  { weight: 2, arbitrary: of('id', 'email', 'status', 'url', 'slug', 'total') },
)
const type = fc.oneof(
  {
    weight: 10,
    arbitrary: of(
      'text',
      'integer',
      'bigint',
      'smallint',
      'uuid',
      'boolean',
      'jsonb',
      'json',
      'timestamp',
      'timestamp with time zone',
      'date',
      'numeric(10, 2)',
      'varchar(20)',
      'varchar(255)',
      'text[]',
      'integer[]',
      'double precision',
      'interval',
      'bytea',
    ),
  },
  { weight: 4, arbitrary: of('status', '"public"."role"', 'billing.plan', 'slug', 'public.status[]') },
  { weight: 1, arbitrary: of('colour', 'plan', 'billing.status', 'crm.kind', 'vector(3)') },
)
const literal = of(
  "'draft'",
  "'active'",
  "'nope'",
  "'{}'",
  "'{}'::jsonb",
  "'{a'",
  'now()',
  'CURRENT_TIMESTAMP',
  'gen_random_uuid()',
  '0',
  '1',
  '3.14',
  'true',
  "'true'",
  "'maybe'",
  "'2024-01-31'",
  "'2024-02-31'",
  "'soon'",
  'NULL',
  "'00000000-0000-4000-8000-000000000001'",
  "'12'",
  "'99999999999'",
  "'member'",
  "'abc'",
  "'{}'::text[]",
  'ARRAY[]::text[]',
  "nextval('invoice_number')",
  "nextval('nothing')",
  'uuid_generate_v4()',
  "'draft'::status",
  "'x'::text",
  'missing()',
  "full_label('a')",
  'id',
  '(select 1)',
)
const condition = (name: string) =>
  fc
    .tuple(columnOf(name), columnOf(name), literal, of('=', '<>', '>', '<='))
    .chain(([a, b, value, op]) =>
      of(
        `${a} ${op} ${value}`,
        `${a} is not null`,
        `${a} = ${b}`,
        `${a} in ('draft', 'active')`,
        `length(${a}) > 3`,
        `${a} > 0`,
        `${a} ${op} 5 or ${b} is null`,
        `lower(${a}) = 'x'`,
        `${a}::text <> ''`,
        `coalesce(${a}, ${b}) is not null`,
      ),
    )

const addColumn = fc
  .tuple(
    table,
    newColumn,
    type,
    fc.option(literal, { freq: 2 }),
    of('', ' NOT NULL', '', ' UNIQUE'),
    of('', '', '', 'IF NOT EXISTS '),
  )
  .map(
    ([name, column, own, value, more, guard]) =>
      `ALTER TABLE ${name} ADD COLUMN ${guard}${column} ${own}${value === null ? '' : ` DEFAULT ${value}`}${more}`,
  )
const reference = fc
  .tuple(table, table)
  .chain(([from, to]) =>
    fc
      .tuple(
        columnOf(from),
        fc.option(columnOf(to), { freq: 4 }),
        of('', 'CONSTRAINT new_fk ', 'CONSTRAINT links_code_key '),
        of('', ' NOT VALID', ' ON DELETE CASCADE'),
      )
      .map(
        ([own, referred, constraint, more]) =>
          `ALTER TABLE ${from} ADD ${constraint}FOREIGN KEY (${own}) REFERENCES ${to}${referred === null ? '' : `(${referred})`}${more}`,
      ),
  )
const changeType = fc
  .tuple(tableColumn, type, of('', '', ' USING cast'))
  .map(
    ([{ name, column }, own, using]) =>
      `ALTER TABLE ${name} ALTER COLUMN ${column} SET DATA TYPE ${own}${using === '' ? '' : ` USING ${column}::${own}`}`,
  )
const setDefault = fc
  .tuple(tableColumn, literal)
  .map(([{ name, column }, value]) => `ALTER TABLE ${name} ALTER COLUMN ${column} SET DEFAULT ${value}`)
const ofColumn = fc
  .tuple(
    tableColumn,
    of(
      'SET NOT NULL',
      'DROP NOT NULL',
      'DROP DEFAULT',
      'ADD GENERATED ALWAYS AS IDENTITY',
      'DROP IDENTITY',
      'DROP IDENTITY IF EXISTS',
      'SET STATISTICS 100',
    ),
  )
  .map(([{ name, column }, action]) => `ALTER TABLE ${name} ALTER COLUMN ${column} ${action}`)
const dropColumn = fc
  .tuple(tableColumn, of('', ' CASCADE', ''), of('', 'IF EXISTS '))
  .map(([{ name, column }, cascade, guard]) => `ALTER TABLE ${name} DROP COLUMN ${guard}${column}${cascade}`)
const constraints = of(
  'users_pkey',
  'users_email_unique',
  'users_email_key',
  'users_age_check',
  'links_code_key',
  'members_pkey',
  'workspaces_slug_key',
  'nothing_fk',
  'workspaces_pkey',
  'members_user_id_fkey',
)
const dropConstraint = fc
  .tuple(table, constraints, of('', ' CASCADE', ''), of('', 'IF EXISTS '))
  .map(([name, constraint, cascade, guard]) => `ALTER TABLE ${name} DROP CONSTRAINT ${guard}${constraint}${cascade}`)
const ownConstraint = of(
  'users users_pkey',
  'users users_email_key',
  'users users_age_check',
  'links links_code_key',
  'members members_pkey',
  'members members_user_id_fkey',
  'workspaces workspaces_pkey',
).chain((both) =>
  of(' DROP ', ' VALIDATE ', ' RENAME ').map((action) => {
    const [name = '', constraint = ''] = both.split(' ')
    return `ALTER TABLE ${name}${action}CONSTRAINT ${constraint}${action === ' RENAME ' ? ' TO links_code_key' : ''}`
  }),
)
const addCheck = table.chain((name) =>
  fc
    .tuple(condition(name), of('', 'CONSTRAINT new_check ', 'CONSTRAINT users_age_check '))
    .map(([test, constraint]) => `ALTER TABLE ${name} ADD ${constraint}CHECK (${test})`),
)
const addKey = tableColumn.chain(({ name, column }) =>
  fc
    .tuple(
      columnOf(name),
      of('UNIQUE', 'PRIMARY KEY', 'UNIQUE'),
      of('', 'CONSTRAINT new_key ', 'CONSTRAINT users_email_key ', 'CONSTRAINT users '),
    )
    .map(
      ([second, key, constraint]) =>
        `ALTER TABLE ${name} ADD ${constraint}${key} (${column}${second === column ? '' : `, ${second}`})`,
    ),
)
const createIndex = tableColumn.chain(({ name, column }) =>
  fc
    .tuple(
      of('', 'UNIQUE '),
      of('new_index', 'links_workspace_id_index', 'users_pkey', 'users', 'invoices_due_index'),
      of('', 'IF NOT EXISTS ', ''),
      of('btree', 'btree', 'btree', 'gin', 'hash', 'tree'),
      of('', '', ' WHERE '),
      condition(name),
      of('', '', '', 'CONCURRENTLY '),
    )
    .map(
      ([unique, index, guard, method, where, test, concurrently]) =>
        `CREATE ${unique}INDEX ${concurrently}${guard}${index} ON ${name} USING ${method} (${column})${where === '' ? '' : where + test}`,
    ),
)
const createTable = fc
  .tuple(
    of('posts', 'users', 'billing.refunds', 'crm.leads', 'status', 'active_users', 'invoice_number', 'notes'),
    of('', '', 'IF NOT EXISTS '),
    type,
    type,
    fc.option(literal),
    table,
    of('', ' PRIMARY KEY', ' NOT NULL', ' UNIQUE'),
  )
  .chain(([name, guard, first, second, value, to, key]) =>
    fc
      .tuple(
        columnOf(to),
        of(
          '',
          `, CONSTRAINT posts_fk FOREIGN KEY (a) REFERENCES ${to}`,
          ', CHECK (a is not null)',
          ', PRIMARY KEY (a, b)',
          ', UNIQUE (c)',
          ', b text',
        ),
      )
      .map(
        ([referred, more]) =>
          `CREATE TABLE ${guard}${name} (a ${first}${key}, b ${second}${value === null ? '' : ` DEFAULT ${value}`}${more.includes('REFERENCES') ? `${more}(${referred})` : more})`,
      ),
  )
const drop = fc
  .tuple(
    of(
      'TABLE users',
      'TABLE links',
      'TABLE audit',
      'TABLE members',
      'TABLE posts',
      'TABLE active_users',
      'TABLE billing.invoices',
      'VIEW active_users',
      'VIEW users',
      'VIEW nothing',
      'MATERIALIZED VIEW totals',
      'INDEX links_workspace_id_index',
      'INDEX users_pkey',
      'INDEX nothing',
      'SEQUENCE invoice_number',
      'SEQUENCE workspaces_id_seq',
      'TYPE status',
      'TYPE role',
      'TYPE colour',
      'TYPE billing.plan',
      'DOMAIN slug',
      'SCHEMA billing',
      'SCHEMA crm',
      'FUNCTION touch()',
      'FUNCTION is_member(integer)',
      'FUNCTION is_member(text)',
      'FUNCTION full_label',
      'FUNCTION nothing()',
      'POLICY "owners write" ON workspaces',
      'POLICY nothing ON users',
      'TRIGGER users_touch ON users',
      'TRIGGER nothing ON users',
      'TRIGGER users_touch ON posts',
      'TABLE crm.leads',
      'INDEX CONCURRENTLY links_workspace_id_index',
    ),
    of('', '', ' CASCADE'),
    of('', '', ' IF EXISTS'),
  )
  .map(
    ([what, cascade, guard]) =>
      `DROP ${what.replace(/^(MATERIALIZED VIEW|INDEX CONCURRENTLY|\w+)/, `$1${guard}`)}${what.includes('CONCURRENTLY') ? '' : cascade}`,
  )
const rename = of(
  'TABLE users RENAME TO people',
  'TABLE users RENAME TO links',
  'TABLE posts RENAME TO articles',
  'TABLE users RENAME COLUMN name TO full_name',
  'TABLE users RENAME COLUMN name TO email',
  'TABLE users RENAME COLUMN nickname TO name',
  'TABLE users RENAME CONSTRAINT users_age_check TO age_positive',
  'TABLE users RENAME CONSTRAINT users_age_check TO users_pkey',
  'TABLE users RENAME CONSTRAINT users_email_key TO links_code_key',
  'TABLE users RENAME CONSTRAINT nothing TO something',
  'INDEX links_workspace_id_index RENAME TO links_index',
  'INDEX links_workspace_id_index RENAME TO users',
  'TYPE status RENAME TO state',
  'TYPE status RENAME TO role',
  'TYPE colour RENAME TO shade',
  'POLICY "owners write" ON workspaces RENAME TO "owners change"',
  'POLICY nothing ON workspaces RENAME TO something',
  'TRIGGER users_touch ON users RENAME TO touched',
  'SCHEMA billing RENAME TO money',
  'SCHEMA billing RENAME TO public',
  'SEQUENCE invoice_number RENAME TO invoice_numbers',
  'VIEW active_users RENAME TO links',
  'TABLE users SET SCHEMA billing',
  'TABLE users SET SCHEMA crm',
  'TABLE status RENAME TO x',
).map((what) => `ALTER ${what}`)
const enums = of(
  "TYPE status ADD VALUE 'paused'",
  "TYPE status ADD VALUE 'draft'",
  "TYPE status ADD VALUE IF NOT EXISTS 'draft'",
  "TYPE status ADD VALUE 'paused' AFTER 'draft'",
  "TYPE status ADD VALUE 'paused' BEFORE 'gone'",
  "TYPE status RENAME VALUE 'draft' TO 'new'",
  "TYPE status RENAME VALUE 'gone' TO 'new'",
  "TYPE status RENAME VALUE 'draft' TO 'active'",
  "TYPE colour ADD VALUE 'red'",
  "TYPE slug ADD VALUE 'red'",
  "TYPE billing.plan ADD VALUE 'team'",
).map((what) => `ALTER ${what}`)
const createType = of(
  "TYPE status AS ENUM ('a')",
  "TYPE colour AS ENUM ('red', 'blue')",
  "TYPE users AS ENUM ('a')",
  "TYPE crm.kind AS ENUM ('a')",
  "TYPE billing.status AS ENUM ('a')",
  'DOMAIN slug AS text',
  'DOMAIN price AS numeric(10, 2)',
  'DOMAIN price AS colour',
  'TYPE pair AS (a integer, b text)',
  'TYPE pair AS (a integer, b colour)',
  'SCHEMA billing',
  'SCHEMA IF NOT EXISTS billing',
  'SCHEMA crm',
  'SEQUENCE invoice_number',
  'SEQUENCE IF NOT EXISTS invoice_number',
  'SEQUENCE users',
  'SEQUENCE order_number',
  'SEQUENCE order_number OWNED BY users.age',
  'SEQUENCE order_number OWNED BY users.nickname',
).map((what) => `CREATE ${what}`)
const policy = table.chain((name) =>
  fc
    .tuple(
      of('"owners write"', '"new policy"', '"users read themselves"'),
      of('SELECT', 'ALL', 'INSERT', 'UPDATE', 'DELETE'),
      of('authenticated', 'public', 'anon', 'nobody'),
      fc.oneof(
        condition(name),
        of(
          'true',
          'id = auth.uid()',
          'user_id = (select auth.uid())',
          'is_member(workspace_id)',
          "auth.role() = 'authenticated'",
          'exists (select 1 from members m where m.user_id = auth.uid())',
          'exists (select 1 from posts)',
          '1',
          `${name.split('.').at(-1)}.id is not null`,
          'nothing.id is not null',
        ),
      ),
      of('USING', 'USING', 'USING', 'WITH CHECK'),
    )
    .map(
      ([policy, command, role, test, clause]) =>
        `CREATE POLICY ${policy} ON ${name} FOR ${command} TO ${role} ${clause} (${test})`,
    ),
)
const trigger = fc
  .tuple(
    table,
    of('users_touch', 'new_trigger'),
    of('touch()', 'is_member()', 'nothing()', 'crm.touch()'),
    of('', ' OR REPLACE'),
    of('BEFORE UPDATE', 'AFTER INSERT', 'BEFORE UPDATE OF email'),
  )
  .map(
    ([name, own, call, replace, when]) =>
      `CREATE${replace} TRIGGER ${own} ${when} ON ${name} FOR EACH ROW EXECUTE FUNCTION ${call}`,
  )
const createFunction = of(
  'touch() returns trigger language plpgsql as $$ begin return new; end $$',
  'is_member(workspace integer) returns boolean language sql as $$ select true $$',
  "is_member(workspace integer) returns text language sql as $$ select 'a' $$",
  'is_member(other integer) returns boolean language sql as $$ select true $$',
  'is_member(workspace uuid) returns boolean language sql as $$ select true $$',
  'crm.f() returns integer language sql as $$ select 1 $$',
  'f() returns colour language sql as $$ select null $$',
  'f(a integer) returns integer language sql as $$ select count(*)::int from posts $$',
  'f(a integer) returns bigint language sql as $$ select count(*) from users $$',
  'f() returns integer language sql as $$ selec 1 $$',
).chain((what) => of('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION').map((words) => `${words} ${what}`))
const view = table.chain((name) =>
  fc
    .tuple(
      of(
        'VIEW new_view',
        'VIEW active_users',
        'OR REPLACE VIEW users',
        'MATERIALIZED VIEW totals',
        'MATERIALIZED VIEW new_totals',
        'VIEW crm.v',
      ),
      columnOf(name),
      columnOf(name),
      fc.option(condition(name)),
      of('', 'x.', 'nothing.'),
    )
    .map(
      ([view, a, b, test, alias]) =>
        `CREATE ${view} AS SELECT ${alias}${a}, ${b} AS b FROM ${name} x${test === null ? '' : ` WHERE ${test}`}`,
    ),
)
const rows = table.chain((name) =>
  fc
    .tuple(
      columnOf(name),
      columnOf(name),
      literal,
      literal,
      condition(name),
      of('insert', 'update', 'delete', 'conflict', 'more'),
    )
    .map(([a, b, x, y, test, kind]) => {
      if (kind === 'insert') return `INSERT INTO ${name} (${a}, ${b}) VALUES (${x}, ${y})`
      if (kind === 'more') return `INSERT INTO ${name} (${a}) VALUES (${x}, ${y})`
      if (kind === 'conflict') return `INSERT INTO ${name} (${a}) VALUES (${x}) ON CONFLICT (${b}) DO NOTHING`
      if (kind === 'update') return `UPDATE ${name} SET ${a} = ${x} WHERE ${test}`
      return `DELETE FROM ${name} WHERE ${test}`
    }),
)
const other = fc
  .tuple(
    tableColumn,
    of('comment', 'column', 'grant', 'rls', 'truncate', 'role', 'refresh', 'alter-policy', 'sequence'),
    of('authenticated', 'anon', 'nobody'),
  )
  .map(([{ name, column }, kind, role]) => {
    if (kind === 'comment') return `COMMENT ON TABLE ${name} IS 'a'`
    if (kind === 'column') return `COMMENT ON COLUMN ${name}.${column} IS 'a'`
    if (kind === 'grant') return `GRANT SELECT ON ${name} TO ${role}`
    if (kind === 'rls') return `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`
    if (kind === 'truncate') return `TRUNCATE ${name}`
    if (kind === 'refresh') return `REFRESH MATERIALIZED VIEW ${name}`
    if (kind === 'alter-policy') return `ALTER POLICY "owners write" ON ${name} TO ${role}`
    if (kind === 'sequence') return `ALTER SEQUENCE invoice_number OWNED BY ${name}.${column}`
    return `GRANT USAGE ON SCHEMA billing TO ${role}`
  })
const session = of(
  'VACUUM users',
  'VACUUM',
  'ANALYZE users',
  'REINDEX INDEX CONCURRENTLY links_workspace_id_index',
  "SET statement_timeout = '5s'",
  'CREATE DATABASE other',
  "ALTER SYSTEM SET work_mem = '8MB'",
  'SELECT id FROM users',
  'SELECT nickname FROM users',
  'SELECT u.id FROM users u JOIN members m ON m.user_id = u.id',
  'SELECT u.id FROM users u JOIN members m ON m.user_id = u.age',
)

/** One statement: about half are valid. */
export const statement: fc.Arbitrary<string> = fc.oneof(
  { weight: 10, arbitrary: addColumn },
  { weight: 8, arbitrary: reference },
  { weight: 10, arbitrary: changeType },
  { weight: 5, arbitrary: setDefault },
  { weight: 6, arbitrary: ofColumn },
  { weight: 7, arbitrary: dropColumn },
  { weight: 3, arbitrary: dropConstraint },
  { weight: 4, arbitrary: ownConstraint },
  { weight: 6, arbitrary: addCheck },
  { weight: 6, arbitrary: addKey },
  { weight: 8, arbitrary: createIndex },
  { weight: 10, arbitrary: createTable },
  { weight: 8, arbitrary: drop },
  { weight: 5, arbitrary: rename },
  { weight: 3, arbitrary: enums },
  { weight: 4, arbitrary: createType },
  { weight: 7, arbitrary: policy },
  { weight: 3, arbitrary: trigger },
  { weight: 3, arbitrary: createFunction },
  { weight: 5, arbitrary: view },
  { weight: 7, arbitrary: rows },
  { weight: 5, arbitrary: other },
  { weight: 2, arbitrary: session },
)

/** What somebody did by hand: valid on base.sql, one by one. */
export const DRIFTS: readonly string[] = [
  'select 1',
  'alter table users add column nickname text',
  "alter table links add column note varchar(40) default 'n'",
  'create table posts (a integer primary key, b text)',
  'create table billing.refunds (id uuid primary key)',
  'create schema crm; create table crm.leads (id integer primary key, a text unique)',
  'drop index links_workspace_id_index',
  'drop policy "owners write" on workspaces',
  'drop trigger users_touch on users',
  'alter table users drop constraint users_age_check',
  "create type colour as enum ('red')",
  'create index new_index on users (created_at)',
  'alter table members drop constraint members_user_id_fkey',
  'alter table workspaces alter column archived drop not null, alter column tags drop not null',
  'drop view active_users; drop materialized view totals',
  'alter table audit add column workspace_id integer, add primary key (workspace_id)',
  'create policy "new policy" on users for select using (true); create policy nothing on workspaces using (true)',
  "alter type status add value 'gone'",
  'create view nothing as select id, slug from workspaces; create sequence order_number',
  'create function nothing() returns trigger language plpgsql as $$ begin return null; end $$',
]
