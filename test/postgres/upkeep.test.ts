import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPgDump } from '../../scripts/bench/pg-dump.ts'
import { prepareScratch } from '../../scripts/postgres/scratch.ts'
import { SERVER_VERSIONS, type ServerVersion } from '../../scripts/postgres/server.ts'
import { CASES } from '../corpus/cases.ts'
import { differences, type Facts } from '../corpus/harness.ts'
import { BASE } from '../corpus/shapes.ts'
import { freshDatabase, serverUrl, type TestDatabase } from '../support/database.ts'
import { factsAt } from './facts.ts'

const run = promisify(execFile)

/** Two databases a case take too long for every day: PLUMBLINE_CORPUS=all npx vitest run test/postgres/upkeep */
const WHOLE = process.env.PLUMBLINE_CORPUS === 'all'

const tool = await findPgDump()

async function made(version: ServerVersion, script: string): Promise<TestDatabase> {
  const database = await freshDatabase(version)
  await on(database.url, async (sql) => {
    await prepareScratch({ exec: (text) => sql.unsafe(text) }, 'supabase')
    await sql.unsafe(script)
  })
  return database
}

async function on(url: string, use: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await use(sql)
  } finally {
    await sql.end()
  }
}

describe.each(SERVER_VERSIONS)('PostgreSQL %i: what changes no definition changes no fact', (version) => {
  let database: TestDatabase
  let before: Facts
  beforeAll(async () => {
    database = await made(version, BASE)
    before = await factsAt(database.url)
  })
  afterAll(() => database?.drop())

  const steps: [what: string, statements: string[]][] = [
    [
      'upkeep',
      [
        'vacuum full',
        'analyze',
        'reindex table concurrently leaf_0',
        'cluster plain using name_0',
        'alter table plain set without cluster',
      ],
    ],
    ['data', ['insert into plain (id, name) values (1, $$x$$)', 'update plain set id = 2', 'truncate plain cascade']],
    [
      'what is dropped and made again in the same order',
      [
        'alter table plain drop spare, drop old_name, drop body',
        'alter table plain add spare text, add old_name int, add body text',
        'drop view view_0',
        'create view view_0 as select id, name from plain where id > 1',
      ],
    ],
  ]

  test.each(steps)('%s', async (_, statements) => {
    await on(database.url, async (sql) => {
      await sql.unsafe(`reindex database ${database.url.split('/').at(-1)}`)
      for (const statement of statements) await sql.unsafe(statement)
    })
    expect(differences(before, await factsAt(database.url))).toEqual({})
  })
})

/** What pg_dump writes of a database, run on another by psql; what both have from the beginning is refused there. */
async function restore(from: string, into: string): Promise<void> {
  const { stdout } = await run('pg_dump', ['-s', '--dbname', from], { maxBuffer: 1e8 })
  const psql = run('psql', ['--quiet', '--no-psqlrc', '--dbname', into], { maxBuffer: 1e8 })
  psql.child.stdin?.end(stdout)
  await psql
}

/** What a dump holds: a database's own settings only with --create, and nothing that belongs to the whole server. */
const dumpedAt = async (url: string) => (await factsAt(url)).filter(({ key }) => !/^(setting|role|member):/.test(key))

/** A case's own roles, which outlive its databases. */
const dropOwnRoles = async () =>
  on(await serverUrl(NEWEST), async (sql) => {
    const roles = await sql`select quote_ident(rolname) as role from pg_roles where rolname like 'pl\\_%'`
    for (const { role } of roles) await sql.unsafe(`drop role ${role}`)
  })

const NEWEST = tool?.server ?? 15

describe.skipIf(tool === null)('a dump of one server, restored', () => {
  const cases = [{ name: 'all that the random changes start from', before: BASE }].concat(
    WHOLE ? CASES.filter(({ runsOn }) => runsOn(NEWEST)) : CASES.filter(({ name }) => /^same--.*-dump$/.test(name)),
  )

  test.each(cases.map(({ name, before }) => [name, before]))('%s', async (_, script) => {
    const from = await made(NEWEST, script)
    const into = await freshDatabase(NEWEST)
    await restore(from.url, into.url)
    const [dumped, restored] = [await dumpedAt(from.url), await dumpedAt(into.url)]
    await Promise.all([from.drop(), into.drop()])
    await dropOwnRoles()
    expect(differences(dumped, restored)).toEqual({})
  })

  test.each(SERVER_VERSIONS.filter((version) => version > NEWEST))('on PostgreSQL %i', async (version) => {
    const from = await made(NEWEST, BASE)
    // A dump names the platform's roles, and makes none.
    await (await made(version, '')).drop()
    const into = await freshDatabase(version)
    await restore(from.url, into.url)
    const [dumped, restored] = [await dumpedAt(from.url), await dumpedAt(into.url)]
    await Promise.all([from.drop(), into.drop()])
    expect(dumped.length).toBeGreaterThan(50)
    expect(differences(dumped, restored)).toEqual({})
  })
})
