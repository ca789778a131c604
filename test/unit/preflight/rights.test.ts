import { expect, test } from 'vitest'
import type { Surrounding } from '../../../functions/model/surrounding.ts'
import { parseMigration } from '../../../functions/preflight/parse/migration.ts'
import { simulate } from '../../../functions/preflight/simulate/simulate.ts'
import { sqlParser } from '../../../scripts/parser.ts'

const parser = await sqlParser()

const FACTS = [
  { key: 'schema:public', parent: null, value: 'schema' },
  { key: 'table:public.users', parent: 'schema:public', value: 'table' },
  { key: 'column:public.users.id', parent: 'table:public.users', value: 'uuid not null' },
  { key: 'policy:storage.objects."read mine"', parent: null, value: 'for select using (true)' },
]
const row = (kind: Surrounding['kind'], key: string, value: string, schema = ''): Surrounding => ({
  kind,
  schema,
  key,
  parent: null,
  value,
})
const PLATFORM = [
  row('schema', 'storage', ''),
  row('role', 'authenticated', ''),
  row('role', 'app', ''),
  row('relation', 'objects', 'r\nid\tuuid', 'storage'),
  row('right', 'table:storage.objects', 'supabase_storage_admin\nSELECT INSERT TRIGGER'),
  row('right', 'schema:storage', 'supabase_admin\nUSAGE\n'),
  row('right', 'schema:public', 'pg_database_owner\nUSAGE CREATE\n'),
  row('right', 'table:public.users', 'app\nSELECT'),
]
const told = {
  superuser: false,
  createrole: true,
  database: 'postgres',
  create: true,
  privileged: null,
  policies: null,
  triggers: null,
}
const migrator = (more: object = {}) => row('migrator', 'postgres', JSON.stringify({ ...told, ...more }))

/** What is foretold of some statements in one migration: the verdict and message of each that is not fine. */
function foretold(sql: string, around: readonly Surrounding[]) {
  const pending = [parseMigration(parser, { tag: 't', file: 't.sql', text: sql })]
  return simulate({ facts: FACTS, around, parser, server: 170_000, pending }).predictions.map(
    ({ sqlstate, message }) => `${sqlstate}: ${message}`,
  )
}

const POLICY = 'create policy "read all" on storage.objects for select to authenticated using (true);'
const ALTER = 'alter table users add column note text;'

test('a policy on a table of the platform, and the mend that says whose it is', () => {
  const around = [...PLATFORM, migrator()]
  expect(foretold(POLICY, around)).toEqual(['42501: must be owner of table objects'])
  const pending = [parseMigration(parser, { tag: 't', file: 't.sql', text: POLICY })]
  const [prediction] = simulate({ facts: FACTS, around, parser, server: 170_000, pending }).predictions
  expect(prediction?.mend).toEqual([expect.stringContaining('supabase_storage_admin')])
})

test('what supautils lets Supabase’s postgres do is no failure', () => {
  const granted = { privileged: 'postgres', policies: '{"postgres":["storage.objects"]}', triggers: '{"postgres":[]}' }
  expect(foretold(POLICY, [...PLATFORM, migrator(granted)])).toEqual([])
  expect(foretold('drop policy "read mine" on storage.objects;', [...PLATFORM, migrator(granted)])).toEqual([])
  expect(foretold('drop policy "read mine" on storage.objects;', [...PLATFORM, migrator()])).toEqual([
    '42501: must be owner of relation objects',
  ])
  const other = { ...granted, policies: '{"other":["storage.objects"],"postgres":["auth.users"]}' }
  expect(foretold(POLICY, [...PLATFORM, migrator(other)])).toEqual(['42501: must be owner of table objects'])
  expect(foretold(POLICY, [...PLATFORM, migrator({ policies: 'no JSON' })])).toEqual([])
  expect(foretold('create publication p for all tables;', [...PLATFORM, migrator(granted)])).toEqual([
    'null: CreatePublication is not simulated',
  ])
})

test('a member of the owner, a superuser, and who nobody knows', () => {
  expect(foretold(ALTER, [...PLATFORM, migrator()])).toEqual(['42501: must be owner of table users'])
  const member = row('right', 'role:app', '\nUSAGE SET')
  expect(foretold(ALTER, [...PLATFORM, member, migrator()])).toEqual([])
  expect(foretold(ALTER, [...PLATFORM, row('right', 'role:app', '\nSET'), migrator()])).toHaveLength(1)
  expect(foretold(ALTER, [...PLATFORM, migrator({ superuser: true })])).toEqual([])
  expect(foretold(ALTER, PLATFORM)).toEqual([])
})

test('nothing is foretold of rights that a pending statement may have changed', () => {
  const around = [...PLATFORM, migrator()]
  const last = (sql: string) =>
    foretold(`${sql}\n--> statement-breakpoint\n${ALTER}`, around).filter((said) =>
      said.startsWith('42501: must be owner of table users'),
    )
  expect(last('select 1;')).toHaveLength(1)
  expect(last('set local role app;')).toEqual([])
  expect(last('grant app to postgres;')).toEqual([])
  expect(last("do $$ begin execute 'set role app'; end $$;")).toEqual([])
  expect(last("select set_config('role', 'app', true);")).toEqual([])
  expect(last('alter role postgres superuser;')).toEqual([])
})

test('a function of the platform that is closed to who migrates, and one that is open', () => {
  const around = [
    ...PLATFORM,
    row('function', 'uid', 'f\ns\n0\nf\nuuid\nt', 'storage'),
    row('function', 'wipe', 'f\nv\n0\nf\nuuid\nf', 'storage'),
    migrator(),
  ]
  const made = 'create table made (id uuid);\n--> statement-breakpoint\n'
  expect(foretold(`${made}alter table made add column by uuid default storage.uid();`, around)).toEqual([])
  expect(foretold(`${made}alter table made add column by uuid default storage.wipe();`, around)).toEqual([
    '42501: permission denied for function wipe',
  ])
  expect(foretold(`${made}alter table made alter column id set default storage.wipe();`, around)).toEqual([])
})

test('what a migration makes itself is its own', () => {
  const sql =
    'create table made (id uuid);\n--> statement-breakpoint\nalter table made add column note text;\n--> statement-breakpoint\ncreate index on made (note);'
  expect(foretold(sql, [...PLATFORM, migrator()])).toEqual([])
})
