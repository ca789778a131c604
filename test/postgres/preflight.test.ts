import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readSurroundings } from '../../functions/collect/read.ts'
import { PRINT_SETTINGS } from '../../functions/collect/settings.ts'
import { asking } from '../../functions/collect/statement.ts'
import type { Fact } from '../../functions/model/fact.ts'
import type { Surrounding } from '../../functions/model/surrounding.ts'
import { parseMigration, type ParsedMigration } from '../../functions/preflight/parse/migration.ts'
import { namesIn } from '../../functions/preflight/simulate/names-used.ts'
import { simulate } from '../../functions/preflight/simulate/simulate.ts'
import { pgliteScratch, type Scratch } from '../../scripts/blueprint/scratch.ts'
import { readCatalog } from '../../scripts/catalog.ts'
import { createDemo, DEMO_MIGRATIONS } from '../../scripts/demo.ts'
import { sqlParser } from '../../scripts/parser.ts'
import { prepareScratch } from '../../scripts/postgres/scratch.ts'
import { runScript } from '../support/command.ts'
import { freshDatabase, serverUrl, type TestDatabase } from '../support/database.ts'
import { writeMigrations } from '../support/migrations.ts'
import { modelledFacts } from './simulating/facts.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 })

const SERVER = 180_000
const JOURNAL = { schema: 'drizzle', table: '__drizzle_migrations' }
const CORPUS = new URL('../corpus/', import.meta.url)
const parser = await sqlParser()

const parsed = (tag: string, text: string) => parseMigration(parser, { tag, file: `${tag}.sql`, text })

describe('on a new Supabase project', () => {
  let scratch: Scratch
  let facts: Fact[]
  beforeAll(async () => {
    scratch = await pgliteScratch([])
    await prepareScratch(scratch, 'supabase')
    await scratch.exec(`begin; ${PRINT_SETTINGS}`)
    facts = await modelledFacts(asking(scratch, readCatalog()), JOURNAL, SERVER)
  })
  afterAll(() => scratch.close())

  const around = (pending: ParsedMigration[]): Promise<Surrounding[]> =>
    readSurroundings(asking(scratch, readCatalog()), JOURNAL, namesIn(pending, parser))
  const failing = (pending: ParsedMigration[], known: Surrounding[]) =>
    simulate({ facts, around: known, parser, server: SERVER, pending }).predictions.filter(
      ({ verdict }) => verdict === 'fails',
    )
  const foretold = async (...texts: string[]) => {
    const pending = texts.map((text, i) => parsed(`000${i}`, text))
    return simulate({ facts, around: await around(pending), parser, server: SERVER, pending }).predictions
  }

  test('no script of the corpus is said to fail', async () => {
    const scripts = readdirSync(CORPUS).flatMap((name) =>
      ['before.sql', 'after.sql'].flatMap((file) => {
        const path = new URL(`${name}/${file}`, CORPUS)
        return existsSync(path) ? parsed(`${name}/${file}`, readFileSync(path, 'utf8')) : []
      }),
    )
    const known = await around(scripts)
    expect(scripts.length).toBeGreaterThan(400)
    expect(scripts.flatMap((script) => failing([script], known))).toEqual([])
  })

  test('no migration of the demo is said to fail where nothing drifted', async () => {
    const { entries } = JSON.parse(readFileSync(join(DEMO_MIGRATIONS, 'meta/_journal.json'), 'utf8')) as {
      entries: { tag: string }[]
    }
    const all = entries.map(({ tag }) => parsed(tag, readFileSync(join(DEMO_MIGRATIONS, `${tag}.sql`), 'utf8')))
    const { predictions, pending } = simulate({
      facts,
      around: await around(all),
      parser,
      server: SERVER,
      pending: all,
    })
    expect(predictions.filter(({ verdict }) => verdict === 'fails' || verdict === 'unknown')).toEqual([])
    expect(pending).toHaveLength(10)
  })

  test.each<[string, string[], object]>([
    [
      'made twice by two migrations',
      ['create table a (id int)', '\n create table a (b int)'],
      { sqlstate: '42P07', line: 2, column: 2, cause: { by: 'pending', migration: '0000', statement: 1 } },
    ],
    [
      'needed before it is made',
      ['create table a (b int references later (id))', 'create table later (id int primary key)'],
      { migration: '0000', sqlstate: '42P01', message: 'relation "later" does not exist' },
    ],
    [
      'a column of a made table',
      ['create table a (id int)', 'create index on a (nothing)'],
      { sqlstate: '42703', message: 'column "nothing" does not exist' },
    ],
    [
      'dropped, and needed',
      ['create table a (id int); drop table a', 'alter table a add b int'],
      { sqlstate: '42P01' },
    ],
    [
      'renamed, and called by its old name',
      ['create table a (id int)', 'alter table a rename to b; alter table a add c int'],
      { sqlstate: '42P01', statement: 2 },
    ],
    [
      'a role that is not there',
      ['create table a (id int); create policy p on a to nobody using (true)'],
      { sqlstate: '42704', message: 'role "nobody" does not exist' },
    ],
    [
      'IF NOT EXISTS that hides another table',
      ['create table a (id int); create table if not exists a (id int, b text)'],
      { verdict: 'hidden', message: expect.stringContaining('no b') },
    ],
    [
      'a DO block',
      ["do $$ begin execute 'create table x ()'; end $$"],
      { verdict: 'unknown', message: 'what a DO block does is not simulated' },
    ],
    [
      'what follows a DO block that may make anything',
      ["do $$ begin execute 'create table x ()'; end $$; alter table x add b int"],
      { verdict: 'unknown', statement: 1 },
    ],
    [
      'a guarded block of Drizzle’s, whose error is swallowed',
      [
        "create type s as enum ('a'); do $$ begin create type s as enum ('a'); exception when duplicate_object then null; end $$; create type s as enum ('b')",
      ],
      { sqlstate: '42710', statement: 3 },
    ],
    [
      'what is no DDL that is known',
      ['create publication p'],
      { verdict: 'unknown', message: 'CreatePublication is not simulated' },
    ],
  ])('%s', async (_, texts, expected) => {
    expect((await foretold(...texts))[0]).toMatchObject(expected)
  })

  test('a value that is added to an enum of the target cannot be used in the same transaction', async () => {
    const pending = [parsed('0000', "alter type s add value 'b'"), parsed('0001', "create table t (s s default 'b')")]
    const own = [...facts, { key: 'enum:public.s', parent: 'schema:public', value: "enum ('a')" }]
    const { predictions } = simulate({ facts: own, around: await around(pending), parser, server: SERVER, pending })
    expect(predictions).toMatchObject([
      { migration: '0001', sqlstate: '55P04', message: 'unsafe use of new value "b" of enum type s' },
    ])
  })

  test('all that fails is told at once, the later as if the first had been mended', async () => {
    const told = await foretold('alter table gone add a int; create table a (); create table a ()', 'vacuum')
    expect(told.map(({ sqlstate, asIfMended }) => [sqlstate, asIfMended])).toEqual([
      ['42P01', false],
      ['42P07', true],
      ['25001', true],
    ])
  })
})

const preflight = (...args: string[]) => runScript('plumbline.ts', ['preflight', ...args])

describe('plumbline preflight', () => {
  let demo: string
  let database: TestDatabase
  beforeAll(async () => {
    const server = await serverUrl(16)
    await createDemo(server)
    demo = server.replace(/\/[^/]*$/, '/plumbline_demo')
    database = await freshDatabase(17)
  })
  afterAll(() => database.drop())

  const onDemo = (...args: string[]) => preflight('--database-url', demo, '--migrations', DEMO_MIGRATIONS, ...args)

  test('foretells the incident of the demo, with its place and the way out', async () => {
    const { stdout, code } = await onDemo()
    expect(code).toBe(2)
    expect(stdout).toContain('42701     column "workspace_id" of relation "files" already exists')
    expect(stdout).toContain('0009_subscriptions.sql:31:32 · statement 8')
    expect(stdout).toContain('alter table public.files drop column workspace_id;')
    expect(stdout).toMatch(/simulated as the role \w+, to whom the journal\s+belongs/)
  })

  test('a role that there is not is one message', async () => {
    const { stderr, code } = await onDemo('--role', 'no_such_role')
    expect([code, stderr]).toEqual([2, expect.stringContaining('the database has no role no_such_role')])
    expect(stderr).toContain('--role postgres')
  })

  test('writes annotations with line and column', async () => {
    expect((await onDemo('--format', 'github')).stdout).toMatch(
      /^::error file=\S*0009_subscriptions\.sql,line=31,col=32,title=42701%3A column .*::it is on the target/,
    )
  })

  test('says go where nothing stands in the way', async () => {
    const dir = join(tmpdir(), `plumbline-preflight-${crypto.randomUUID()}`)
    await writeMigrations(dir, { '0000_a': 'create table a (id int primary key);' })
    const { stdout, code } = await preflight('--database-url', database.url, '--migrations', dir)
    await rm(dir, { recursive: true })
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^GO +test_\w+ .*\n +1 migration is pending; nothing stands in the way/),
    ])
  })

  test('cannot say anything of a database that is not there', async () => {
    const { stderr, code } = await preflight(
      '--database-url',
      'postgresql://u:secret@127.0.0.1:9/x',
      '--migrations',
      DEMO_MIGRATIONS,
    )
    expect(code).toBe(3)
    expect(stderr).toContain('the target could not be looked at')
    expect(stderr).not.toContain('secret')
  })
})
