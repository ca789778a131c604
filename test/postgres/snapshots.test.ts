import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  pgEnum,
  pgPolicy,
  pgTable,
  pgView,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { describe, expect, test } from 'vitest'
import type { SnapshotFault } from '../../functions/model/snapshot.ts'
import { judgeSnapshots } from '../../functions/snapshots/judge.ts'
import { generateNext, kitFolder, type Schema, type Step } from '../support/kit-folder.ts'
import { freshDatabase, serverUrl } from '../support/database.ts'
import { buildFolder, withFolder } from './folders.ts'
import postgres from 'postgres'

const users = pgTable('users', { id: uuid().primaryKey(), email: text().notNull().unique() })
const files = pgTable('files', {
  id: uuid().primaryKey(),
  path: text().notNull(),
  owner: uuid().references(() => users.id),
})
const inWorkspace = pgTable('files', {
  id: uuid().primaryKey(),
  path: text().notNull(),
  owner: uuid().references(() => users.id),
  workspaceId: uuid('workspace_id'),
})
const first: Step = { tag: '0000_users', schema: { users } }
const second: Step = { tag: '0001_files', schema: { users, files } }

type Files = Record<string, string>

/** The faults of a folder; what is built on PostgreSQL 17 is what PGlite builds. */
async function faultsOf(steps: readonly Step[], change: (files: Files) => Files = (same) => same, own?: Files) {
  const made = change(own ?? (await kitFolder(steps)))
  const shadowUrl = await serverUrl(17)
  return withFolder(made, async (dir) => (await buildFolder(dir, { shadowUrl })).content.snapshots)
}

const changed =
  (path: string, change: (snapshot: Record<string, unknown>) => Record<string, unknown>) => (made: Files) => ({
    ...made,
    [path]: JSON.stringify(change(JSON.parse(made[path] ?? '{}'))),
  })

const without = (path: string) => (made: Files) =>
  Object.fromEntries(Object.entries(made).filter(([own]) => own !== path))

/** `migration: fact` for what the newest snapshot does not know, + for what it alone has, ~ for what differs. */
const told = (faults: readonly SnapshotFault[]) =>
  faults.flatMap((fault) =>
    fault.kind === 'content'
      ? fault.facts.map(({ fact, replay, snapshot }) => {
          const sign = snapshot === null ? '-' : replay === null ? '+' : '~'
          return `${fault.migration ?? 'nothing'} ${sign}${fact}`
        })
      : [fault.kind],
  )

const by = (text: string) => (generated: string) => `${generated}\n--> statement-breakpoint\n${text}`
const custom = (tag: string, text: string, snapshot = true): Step => ({ tag, sql: () => text, snapshot })

describe('the newest snapshot against what the migrations make', () => {
  const role = pgEnum('role', ['owner', 'editor'])
  const everything: Schema = {
    role,
    users,
    members: pgTable(
      'members',
      {
        id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
        role: role().notNull().default('editor'),
        seats: integer().notNull().default(1),
        slug: text().generatedAlwaysAs(sql`'x'`),
      },
      (t) => [
        index('members_by_role')
          .on(t.role, t.seats.desc())
          .where(sql`${t.seats} > 0`),
        unique('members_slug').on(t.slug).nullsNotDistinct(),
        check('seats_positive', sql`${t.seats} > 0`),
        pgPolicy('own', { for: 'select', using: sql`true` }),
      ],
    ),
    busy: pgView('busy', { id: uuid() }).as(sql`select id from users where email like '%busy%'`),
  }

  const cases: Record<string, { steps: Step[]; says: string[] }> = {
    'agrees where nothing was touched': { steps: [first, second], says: [] },
    'agrees on everything that Drizzle declares': { steps: [first, { tag: '0001_all', schema: everything }], says: [] },
    'does not mind what Drizzle cannot declare': {
      steps: [
        first,
        custom(
          '0001_beyond',
          `create extension if not exists citext;
           create domain email as text check (value like '%@%');
           create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
           create trigger users_touch before update on users for each row execute function touch();
           comment on table users is 'people';
           alter table users set (fillfactor = 70), replica identity full, alter email set statistics 500;
           create view anyone as select id from users;
           alter table users enable row level security;
           create policy own on users using (true);
           create table log (at date not null) partition by range (at);`,
        ),
      ],
      says: ['0001_beyond -table:public.log'],
    },
    'makes what leans on a function, a domain, an extension of the migrations': {
      steps: [
        custom(
          '0000_aids',
          `create schema tools; create extension citext schema tools;
           create function tools.even(n int) returns boolean language sql immutable as 'select n % 2 = 0';`,
        ),
        {
          tag: '0001_pairs',
          schema: {
            pairs: pgTable('pairs', { n: integer().notNull() }, () => [check('even', sql`tools.even(n)`)]),
          },
        },
      ],
      says: [],
    },
    'does not know a column that was written into a migration': {
      steps: [first, { ...second, sql: by('ALTER TABLE "files" ADD COLUMN "workspace_id" uuid;') }],
      says: ['0001_files -column:public.files.workspace_id'],
    },
    'does not know a column of a migration without snapshot': {
      steps: [first, second, custom('0002_workspaces', 'alter table files add column workspace_id uuid;', false)],
      says: ['stale', '0002_workspaces -column:public.files.workspace_id'],
    },
    'does not know a column of a custom migration, though that has a snapshot': {
      steps: [first, second, custom('0002_workspaces', 'alter table files add column workspace_id uuid;')],
      says: ['0002_workspaces -column:public.files.workspace_id'],
    },
    'tells one cause once: a table, not its columns': {
      steps: [first, custom('0001_audit', 'create table audit (id int primary key, at timestamptz not null);')],
      says: ['0001_audit -table:public.audit'],
    },
    'has what was taken out of a migration': {
      steps: [
        first,
        {
          tag: '0001_files',
          schema: { users, files: inWorkspace },
          sql: (made) => made.replace(/,?\s*"workspace_id" uuid/, ''),
        },
      ],
      says: ['nothing +column:public.files.workspace_id'],
    },
    'still has what was dropped by hand': {
      steps: [first, second, custom('0002_drop', 'alter table files drop column path;')],
      says: ['0002_drop +column:public.files.path'],
    },
    'says otherwise where a type, a default, a label or an index was changed by hand': {
      steps: [
        first,
        { tag: '0001_all', schema: everything },
        custom(
          '0002_changes',
          `alter table members alter seats type bigint; alter type role add value 'guest';
           drop index members_by_role; create index members_by_role on members (seats);`,
        ),
      ],
      says: [
        '0002_changes ~column:public.members.seats',
        '0002_changes ~enum:public.role',
        '0002_changes ~index:public.members_by_role',
      ],
    },
    'has row security that was taken out of the SQL': {
      steps: [
        {
          tag: '0000_safe',
          schema: { safe: pgTable('safe', { id: uuid() }).enableRLS() },
          sql: (made) => made.split('-->')[0] ?? '',
        },
      ],
      says: ['0000_safe ~table:public.safe'],
    },
  }

  test.each(Object.entries(cases))('%s', async (_, { steps, says }) => {
    expect(told(await faultsOf(steps))).toEqual(says)
  })

  test('holds beside what stands in the schemas of the platform', async () => {
    const guarded = pgTable('users', { id: uuid().primaryKey() }, () => [pgPolicy('own', { using: sql`true` })])
    const made = await kitFolder([
      { tag: '0000_users', schema: { guarded } },
      custom(
        '0001_platform',
        `create policy mine on storage.objects for select using (true);
         create function public.made() returns trigger language plpgsql as $$ begin return new; end $$;
         create trigger made after insert on auth.users for each row execute function public.made();`,
      ),
    ])
    const options = { platform: 'supabase', shadowUrl: await serverUrl(17) } as const
    const { content } = await withFolder(made, (dir) => buildFolder(dir, options))
    expect(content.faults).toEqual([])
    expect(told(content.snapshots)).toEqual(['0001_platform -policy:storage.objects.mine'])
  })

  test('and drizzle-kit then writes what it was said to write: PostgreSQL refuses it', async () => {
    const made = await kitFolder([first, { ...second, sql: by('ALTER TABLE "files" ADD COLUMN "workspace_id" uuid;') }])
    const next = await generateNext(made, { users, files: inWorkspace })
    expect(next).toEqual(['ALTER TABLE "files" ADD COLUMN "workspace_id" uuid;'])
    const database = await freshDatabase(17)
    const client = postgres(database.url, { max: 1, onnotice: () => {} })
    try {
      for (const tag of ['0000_users', '0001_files']) await client.unsafe(made[`${tag}.sql`] ?? '')
      await expect(client.unsafe(next.join('\n'))).rejects.toMatchObject({ code: '42701' })
    } finally {
      await client.end()
      await database.drop()
    }
  })
})

describe('the chain of snapshots', () => {
  const newest = 'meta/0001_snapshot.json'
  const other = '11111111-1111-4111-8111-111111111111'
  const cases: Record<string, { change: (files: Files) => Files; faults: Partial<SnapshotFault>[] }> = {
    'no snapshots at all: of a team that writes SQL': {
      change: (made) => without('meta/0000_snapshot.json')(without(newest)(made)),
      faults: [],
    },
    'an id that is written anew is only an id': {
      change: changed(newest, (json) => ({ ...json, id: other })),
      faults: [],
    },
    'one missing between others': {
      change: without('meta/0000_snapshot.json'),
      faults: [{ kind: 'missing', tags: ['0000_users'], newest }],
    },
    'the newest missing': {
      change: without(newest),
      faults: [{ kind: 'stale', tags: ['0001_files'], newest: 'meta/0000_snapshot.json' }, { kind: 'content' }],
    },
    'a broken prevId': {
      change: changed(newest, (json) => ({ ...json, prevId: other })),
      faults: [{ kind: 'chain', file: newest, prevId: other, before: 'meta/0000_snapshot.json' }],
    },
    'a fork': {
      change: changed(newest, (json) => ({ ...json, prevId: '00000000-0000-0000-0000-000000000000' })),
      faults: [{ kind: 'fork', parent: null, files: ['meta/0000_snapshot.json', newest] }],
    },
    'an id used twice': {
      change: changed(newest, (json) => ({ ...json, id: json.prevId })),
      faults: [{ kind: 'same-id', files: ['meta/0000_snapshot.json', newest] }],
    },
    'one of no migration, which drizzle-kit goes by': {
      change: (made) => ({ ...made, 'meta/0002_snapshot.json': made[newest]?.replaceAll('0000-4', '1111-4') ?? '' }),
      faults: [{ kind: 'orphan', file: 'meta/0002_snapshot.json', newest: true }, { kind: 'chain' }],
    },
    'no JSON': {
      change: (made) => ({ ...made, [newest]: '<<<<<<< HEAD\n' }),
      faults: [{ kind: 'unreadable', file: newest }],
    },
    'no snapshot': {
      change: (made) => ({ ...made, [newest]: '{"version":"7"}' }),
      faults: [{ kind: 'unreadable', file: newest }],
    },
    'a version that nobody knows': {
      change: changed(newest, (json) => ({ ...json, version: '99' })),
      faults: [{ kind: 'unreadable', file: newest, reason: 'its version 99 is none of 5, 6, 7, 8' }],
    },
    'what drizzle-kit itself cannot read is unknown, not clean': {
      change: changed(newest, (json) => ({ ...json, tables: { 'public.files': 1 } })),
      faults: [{ kind: 'uncompared', file: newest, statement: null }],
    },
  }

  test.each(Object.entries(cases))('%s', async (_, { change, faults }) => {
    expect(await faultsOf([first, second], change)).toMatchObject(faults)
  })

  test('a format of old is upgraded to be compared, and told', async () => {
    const old = { id: other, prevId: '00000000-0000-0000-0000-000000000000', version: '5', dialect: 'pg' }
    const column = { name: 'id', type: 'uuid', primaryKey: true, notNull: true }
    const table = { name: 'users', schema: '', columns: { id: column }, indexes: {}, foreignKeys: {} }
    const tables = { users: { ...table, compositePrimaryKeys: {}, uniqueConstraints: {} } }
    const json = { ...old, tables, enums: {}, schemas: {}, _meta: { schemas: {}, tables: {}, columns: {} } }
    const made = await kitFolder([custom('0000_users', 'create table users (id uuid primary key, email text);')])
    expect(await faultsOf([], undefined, { ...made, 'meta/0000_snapshot.json': JSON.stringify(json) })).toMatchObject([
      { kind: 'old-version', version: '5' },
      { kind: 'content', facts: [{ fact: 'column:public.users.email' }] },
    ])
  })
})

const snapshot = (id: string, ...prevIds: string[]) =>
  JSON.stringify({ version: '8', dialect: 'postgres', id, prevIds, ddl: [], renames: [] })

/** Stands for the drizzle-kit 1.0 of the project, which alone reads its snapshots: says what the test wants it to. */
const kit = (sql: string): Files => ({
  'node_modules/drizzle-kit/package.json': '{"type":"module","exports":{"./api-postgres":"./api.js"}}',
  'node_modules/drizzle-kit/api.js':
    'export const generateDrizzleJson = async () => ({})\n' +
    `export const generateMigration = async () => [${JSON.stringify(sql)}]\n`,
})

describe('the layout of 1.0', () => {
  const tag = '20250101000000_users'
  const origin = '00000000-0000-0000-0000-000000000000'
  const folder: Files = {
    [`${tag}/migration.sql`]: 'create table users (id uuid primary key, email text);',
    [`${tag}/snapshot.json`]: snapshot('a', origin),
  }

  test('is compared by the drizzle-kit that the project has', async () => {
    const sql = 'create table users (id uuid primary key);'
    expect(told(await faultsOf([], undefined, { ...folder, ...kit(sql) }))).toEqual([
      `${tag} -column:public.users.email`,
    ])
  })

  test('is unknown where the project has none', async () => {
    expect(await faultsOf([], undefined, folder)).toMatchObject([
      { kind: 'uncompared', mend: expect.stringContaining('drizzle-kit 1.0') },
    ])
  })

  test.each([
    ['two branches that a third brings together', { b: ['a'], c: ['a'], d: ['b', 'c'] }, []],
    ['two branches that nothing brings together', { b: ['a'], c: ['a'] }, ['fork']],
    ['a parent that is not there', { b: ['x'], c: ['a', 'b'] }, ['chain']],
    ['one missing at the end', { b: ['a'], c: null }, ['stale']],
  ])('%s', async (_, chain: Record<string, string[] | null>, kinds) => {
    const more = Object.entries(chain).flatMap(([id, parents], i) => [
      [`2025020${i + 1}000000_${id}/migration.sql`, '-- nothing'],
      ...(parents ? [[`2025020${i + 1}000000_${id}/snapshot.json`, snapshot(id, ...parents)]] : []),
    ])
    const made = { ...folder, ...kit(folder[`${tag}/migration.sql`] ?? ''), ...Object.fromEntries(more) }
    expect(told(await faultsOf([], undefined, made))).toEqual(kinds)
  })
})

test('what is found is judged: what stops drizzle-kit or misleads it is a warning, the rest is low', async () => {
  const steps = [first, second, custom('0002_workspaces', 'alter table files add column workspace_id uuid;', false)]
  const { findings } = judgeSnapshots({ snapshots: await faultsOf(steps), layout: 'journal' })
  expect(findings.map(({ key, severity }) => [key, severity])).toEqual([
    ['snapshots:stale', 'medium'],
    ['snapshots:unknown-to-snapshot:0002_workspaces', 'medium'],
  ])
  const [stale] = judgeSnapshots({
    snapshots: await faultsOf([
      first,
      custom('0001_trigger', 'create function f() returns int language sql return 1;', false),
    ]),
    layout: 'journal',
  }).findings
  expect(stale).toMatchObject({ type: 'snapshots.stale', severity: 'low' })
})
