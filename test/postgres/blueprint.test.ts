import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { isPinnedFact } from '../../functions/model/pinned.ts'
import { Blueprint as BlueprintShape } from '../../functions/model/blueprint.ts'
import { readMigrations } from '../../scripts/blueprint/folder.ts'
import { chunksOf } from '../../scripts/blueprint/statements.ts'
import { DEMO_MIGRATIONS } from '../../scripts/demo.ts'
import { UserError } from '../../scripts/errors.ts'
import { prepareScratch } from '../../scripts/postgres/scratch.ts'
import { SERVER_VERSIONS } from '../../scripts/postgres/server.ts'
import { ALL_FACTS } from '../support/catalog.ts'
import { freshDatabase, serverUrl } from '../support/database.ts'
import { build, buildFolder, FIRST_WHEN, journalFiles, journalOf, lifeOf, stateAt, withFolder } from './folders.ts'

describe('the blueprint of the demo', () => {
  let demo: Blueprint
  beforeAll(async () => {
    demo = await buildFolder(DEMO_MIGRATIONS, { platform: 'supabase' })
  })

  test('is what the model says it is, and replays without faults', () => {
    expect(BlueprintShape.parse(demo)).toEqual(demo)
    expect(demo.content).toMatchObject({ layout: 'journal', faults: [], stubs: [], folder: [] })
  })

  test('knows which migration made and ended each fact', () => {
    expect(lifeOf(demo, 'column:public.links.workspace_id')).toEqual(['6–'])
    expect(lifeOf(demo, 'table:public.files')).toEqual(['4–'])
    expect(lifeOf(demo, 'trigger:auth.users.on_auth_user_created')).toEqual(['5–'])
    expect(demo.content.migrations[6]).toMatchObject({
      tag: '0006_links_in_workspaces',
      adds: 3,
      changes: 0,
      removes: 0,
    })
    expect(demo.content.migrations[7]).toMatchObject({ adds: 6, changes: 0, removes: 0 })
  })

  test('says the same on every PostgreSQL', { timeout: 120_000 }, async () => {
    for (const version of SERVER_VERSIONS) {
      const shadowUrl = await serverUrl(version)
      const own = await buildFolder(DEMO_MIGRATIONS, { platform: 'supabase', shadowUrl })
      expect(own.content, `PostgreSQL ${version}`).toEqual(demo.content)
      expect(own.hash).toBe(demo.hash)
      expect(own.replayedBy).toContain(`PostgreSQL ${version}.`)
    }
  })

  test('leaves nothing behind on the server that it was replayed on', async () => {
    const sql = postgres(await serverUrl(17), { max: 1 })
    await expect(sql`select datname from pg_database where datname like 'plumbline_scratch%'`).resolves.toEqual([])
    await sql.end()
  })

  test('is at every position what a database migrated up to there is', { timeout: 60_000 }, async () => {
    const database = await freshDatabase(17)
    const sql = postgres(database.url, { max: 1, onnotice: () => {} })
    await prepareScratch({ exec: (text) => sql.unsafe(text) }, 'supabase')
    const { files } = await readMigrations(DEMO_MIGRATIONS)
    for (const [position, { text }] of files.entries()) {
      for (const chunk of chunksOf(text ?? '')) await sql.unsafe(chunk.sql)
      await sql.unsafe(`set search_path = ''`)
      const rows = await sql.unsafe<{ key: string; value: string }[]>(ALL_FACTS)
      await sql.unsafe(`set search_path = "$user", public, extensions`)
      const facts = rows
        .filter((fact) => !isPinnedFact(fact))
        .map(({ key, value }) => `${key} = ${value}`)
        .toSorted()
      expect(stateAt(demo, position), `after ${files[position]?.tag}`).toEqual(facts)
    }
    await sql.end()
    await database.drop()
  })

  test('has the same name when it is built again, and another when a file changes', async () => {
    const again = await buildFolder(DEMO_MIGRATIONS, { platform: 'supabase', everything: true })
    expect(again.hash).toBe(demo.hash)
    const [one, other] = [await build({ a: 'create table a ()' }), await build({ a: 'create table a () ' })]
    expect(one.hash).not.toBe(other.hash)
    expect(one.content.groups).toEqual(other.content.groups)
  })
})

describe('provenance', () => {
  let blueprint: Blueprint
  beforeAll(async () => {
    blueprint = await build({
      '0000_made': `create table t (id int, note text); create view v as select id from t; create index i on t (note);
        comment on table t is 'x'; create type e as enum ('a'); create schema app;
        create function f() returns int language sql as 'select 1'; create policy p on t using (true)`,
      '0001_changed': `alter table t alter column note set not null; alter type e add value 'b'; comment on table t is null;
        alter policy p on t using (false)`,
      '0002_renamed': 'alter table t rename column id to ident; alter schema app rename to app2',
      '0003_dropped': 'drop view v; drop index i; drop policy p on t; drop function f()',
      '0004_again': 'create index i on t (note)',
      '0005_all_gone': 'drop table t cascade; drop type e',
    })
  })

  test.each([
    ['column:public.t.note', ['0–1', '1–5']],
    ['column:public.t.id', ['0–2']],
    ['column:public.t.ident', ['2–5']],
    ['view:public.v', ['0–2', '2–3']],
    ['index:public.i', ['0–3', '4–5']],
    ['comment:table:public.t', ['0–1']],
    ['enum:public.e', ['0–1', '1–5']],
    ['schema:app', ['0–2']],
    ['schema:app2', ['2–']],
    ['function:public.f()', ['0–3']],
    ['policy:public.t.p', ['0–1', '1–3']],
    ['table:public.t', ['0–5']],
  ])('%s lived %j', (key, life) => expect(lifeOf(blueprint, key)).toEqual(life))

  test('counts what each migration did', () => {
    const counts = blueprint.content.migrations.map(({ adds, changes, removes }) => [adds, changes, removes])
    expect(counts).toEqual([
      [10, 0, 0],
      [0, 3, 1],
      [2, 1, 2],
      [0, 0, 4],
      [1, 0, 0],
      [0, 0, 5],
    ])
  })
})

describe('the folders of Drizzle 1.0', () => {
  const files = {
    '20250102030405_first/migration.sql': 'create table a (id int);',
    '20250102030405_first/snapshot.json': '{}',
    '20250103000000_second/migration.sql': 'create table b (id int);',
    '20250104000000_not_one/snapshot.json': '{}',
    'README.md': 'notes',
  }

  test('are read in order, with their stamps as times; one without migration.sql is passed over', async () => {
    const { content } = await withFolder(files, (dir) => buildFolder(dir))
    expect(content.layout).toBe('folders')
    expect(content.migrations).toMatchObject([
      { tag: '20250102030405_first', when: Date.UTC(2025, 0, 2, 3, 4, 5), adds: 2 },
      { tag: '20250103000000_second', file: '20250103000000_second/migration.sql', adds: 2 },
    ])
  })

  test('of both layouts, the journal is the one that counts', async () => {
    const both = { ...files, ...journalFiles({ '0000_a': 'create table x ()' }) }
    const { content } = await withFolder(both, (dir) => buildFolder(dir))
    expect(content.layout).toBe('journal')
  })
})

describe('extensions', () => {
  test('that PGlite has are loaded, others are passed over and said', { timeout: 60_000 }, async () => {
    const { content } = await build({
      '0000_extensions': `CREATE EXTENSION IF NOT EXISTS vector;\nCREATE EXTENSION pg_trgm;\ncreate extension citext with schema public;
create extension "uuid-ossp";\ncreate extension earthdistance cascade;\n-- create extension pg_cron;\n/* create extension pg_partman; */`,
      '0001_stubbed':
        'CREATE EXTENSION IF NOT EXISTS postgis--> statement-breakpoint\ncreate table t (v vector(3), c citext);',
      '0002_uses': `comment on extension postgis is 'maps';\ncreate table maps (id int, place geometry(Point, 4326));\ncreate index on t using gin (c gin_trgm_ops);`,
    })
    expect(content.stubs).toMatchObject([{ extension: 'postgis', migration: '0001_stubbed' }])
    expect(content.faults).toMatchObject([{ migration: '0002_uses', statement: 2, line: 2, unknown: ['public.maps'] }])
    expect(content.groups.find(({ kind }) => kind === 'extension')?.marks.at(-1)?.[1]).toBe(6)
    expect(content.groups.find(({ kind }) => kind === 'column')?.marks.at(-1)?.[1]).toBe(2)
  })
})

describe('what is wrong with the folder itself', () => {
  test('is told: orphans, one number twice, entries twice, gaps, a file that is missing', async () => {
    const tags = ['0000_a', '0001_b', '0001_c', '0005_gone', '0000_a']
    const entries = tags.map((tag, i) => ({ idx: [0, 1, 2, 5, 5][i], when: FIRST_WHEN + i, tag }))
    const files = {
      'meta/_journal.json': JSON.stringify({ dialect: 'postgresql', entries }),
      '0000_a.sql': 'create table if not exists a (id int)',
      '0001_b.sql': 'create table b (id int)',
      '0001_c.sql': '',
      '0002_orphan.sql': 'create table o (id int)',
    }
    const { content } = await withFolder(files, (dir) => buildFolder(dir))
    expect(content.folder).toEqual([
      { kind: 'orphan-file', file: '0002_orphan.sql' },
      { kind: 'same-number', number: '0001', files: ['0001_b.sql', '0001_c.sql'] },
      { kind: 'idx-gap', tag: '0005_gone', idx: 5, expected: 3 },
      { kind: 'duplicate-entry', tag: '0000_a', idx: 5 },
    ])
    expect(content.faults).toMatchObject([
      { kind: 'missing-file', migration: '0005_gone', statement: null, unknown: ['*'] },
    ])
    expect(content.migrations[3]).toMatchObject({ hash: null, statements: 0, adds: 0 })
  })

  test.each([
    ['JSON that ends early', { 'meta/_journal.json': '{"entries": [' }, /_journal\.json is not JSON: .*/],
    ['no entries', { 'meta/_journal.json': '{"version":"7"}' }, /is not a Drizzle journal: entries: /],
    [
      'an entry without a tag',
      { 'meta/_journal.json': '{"entries":[{"idx":0,"when":1}]}' },
      /not a Drizzle journal: entries\.0\.tag: /,
    ],
    ['a list', { 'meta/_journal.json': '[]' }, /is not a Drizzle journal: .*expected object/],
    [
      'another dialect',
      { 'meta/_journal.json': '{"dialect":"sqlite","entries":[]}' },
      /is a journal for sqlite, not for PostgreSQL/,
    ],
    ['neither journal nor folders', { '0000_a.sql': '' }, /holds neither meta\/_journal\.json/],
    ['a folder above the right one', { 'drizzle/meta/_journal.json': journalOf([]) }, /holds neither/],
  ])('%s: nothing is built', async (_, files: Record<string, string>, message) => {
    const failed = withFolder(files, (dir) => buildFolder(dir))
    await expect(failed).rejects.toThrow(message)
    await expect(failed).rejects.toBeInstanceOf(UserError)
    await expect(failed).rejects.toHaveProperty('mend', expect.stringMatching(/\S/))
  })

  test.each([
    ['no folder', 'nowhere', /there is no folder/],
    ['a file', 'file.txt', /is a file, not a migrations folder/],
  ])('%s: nothing is built', async (_, name, message) => {
    const failed = withFolder({ 'file.txt': '' }, (dir) => buildFolder(join(dir, name)))
    await expect(failed).rejects.toThrow(message)
    await expect(failed).rejects.toHaveProperty('mend', expect.stringContaining('--migrations DIR'))
  })

  test('no migrations yet is a blueprint of nothing', async () => {
    const { content } = await withFolder({ 'meta/_journal.json': journalOf([]) }, (dir) => buildFolder(dir))
    expect(content).toMatchObject({ migrations: [], faults: [], folder: [] })
  })

  test('a journal that is a folder is no journal', async () => {
    const failed = withFolder({ 'x.txt': '' }, async (dir) => {
      await mkdir(join(dir, 'meta/_journal.json'), { recursive: true })
      return buildFolder(dir)
    })
    await expect(failed).rejects.toBeInstanceOf(UserError)
  })
})

const refused = (shadowUrl: string) => build({ a: 'select 1' }, { shadowUrl })

describe('a shadow database', () => {
  test.each([
    ['a server that is not there', 'postgres://nobody:s3cret@127.0.0.1:1/x', /the connection was refused/],
    ['a malformed address', 'postgres//nobody:s3cret@host', /connection string is malformed/],
  ])('%s is told without the password', async (_, url, message) => {
    await expect(refused(url)).rejects.toThrow(message)
    await expect(refused(url)).rejects.toThrow(expect.not.stringContaining('s3cret'))
    await expect(refused(url)).rejects.toBeInstanceOf(UserError)
  })
})

describe('300 migrations', () => {
  const migrations = Object.fromEntries(
    Array.from({ length: 300 }, (_, i) => [
      `${String(i).padStart(4, '0')}_step`,
      `create table t${i} (id bigint generated always as identity primary key, owner uuid not null, note text default 'x');
--> statement-breakpoint
create index on t${i} (owner);${i > 0 ? `\nalter table t${i - 1} add column more${i} int;` : ''}`,
    ]),
  )

  test('are replayed, provenance included', { timeout: 120_000 }, async () => {
    const blueprint = await build(migrations, { platform: 'supabase' })
    expect(lifeOf(blueprint, 'column:public.t42.more43')).toEqual(['43–'])
  })
})
