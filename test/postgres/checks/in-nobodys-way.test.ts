import { readFileSync } from 'node:fs'
import postgres, { type Sql } from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Transport } from '../../../functions/collect/transport.ts'
import { postgresTransport } from '../../../functions/collect/transports/postgres.ts'
import { checksIn } from '../../../functions/checks/list.ts'
import { NO_SAMPLES } from '../../../functions/model/health.ts'
import { seeHealth } from '../../../functions/run/health/checks.ts'
import { readChecks } from '../../../scripts/catalog.ts'
import { SERVER_VERSIONS, type ServerVersion } from '../../../scripts/postgres/server.ts'
import { freshDatabase, SUPABASE_ROLES, type TestDatabase } from '../../support/database.ts'
import { CATALOG, JOURNAL } from '../folders.ts'

/** What waits for a lock is refused at once, and the check says so. ms */
const IMPATIENT = { statement: 10_000, lock: 1 }

const DAILY = checksIn(['tick', 'daily']).map(({ id }) => id)

let database: TestDatabase
let sql: Sql
let tables: string[]
const sessions: Sql[] = []

async function setScene(version: ServerVersion): Promise<void> {
  database = await freshDatabase(version)
  sql = postgres(database.url, { max: 1, onnotice: () => {} })
  await sql.unsafe(SUPABASE_ROLES)
  await sql.unsafe(readFileSync(new URL('objects.sql', import.meta.url), 'utf8'))
  tables = (
    await sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('truly', 'nearly')`
  ).map(({ name }) => name)
}
afterEach(async () => {
  // Whoever waits for a lock does not notice that its client is gone.
  await sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`
  await Promise.all(sessions.splice(0).map((own) => own.end({ timeout: 0 })))
})

async function strike(): Promise<void> {
  await sql.end()
  await database.drop()
}

function session(): Sql {
  const own = postgres(database.url, { max: 1, onnotice: () => {} })
  sessions.push(own)
  return own
}

/** How many sessions wait for ACCESS EXCLUSIVE on a table. */
const queued = async () =>
  (
    await sql`
    select from pg_locks where not granted and mode = 'AccessExclusiveLock' and locktype = 'relation'
      and database = (select oid from pg_database where datname = current_database())`
  ).length

/** Each table that is waited for takes a session of its own: of some versions a share of them, all with PLUMBLINE_LOCKS=all. */
const awaited = (version: ServerVersion) =>
  tables.filter((_, i) => version === 17 || process.env.PLUMBLINE_LOCKS === 'all' || i % 8 === 0)

/** One session holds a lock on every table, and others wait for ACCESS EXCLUSIVE on one table each. */
async function lockedInEveryTable(mode: string, waiting: readonly string[]): Promise<void> {
  const holder = session()
  await holder.unsafe(`begin; lock table ${tables.join(', ')} in ${mode} mode`)
  for (const table of waiting)
    session()
      .unsafe(`begin; lock table ${table} in access exclusive mode`)
      .catch(() => {})
  while ((await queued()) < waiting.length) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** Makes the daily suite, and counts the monitor's connections at every question. */
async function daily() {
  const connections: number[] = []
  const reach: Transport = (work) =>
    postgresTransport({ url: database.url, timeouts: IMPATIENT, catalog: CATALOG, checks: readChecks() })((own) =>
      work({
        ...own,
        ask: async (question) => {
          const rows = own.ask(question)
          const seen = await sql`
            select from pg_stat_activity where application_name = 'plumbline' and datname = current_database()`
          connections.push(seen.length)
          return rows
        },
      }),
    )
  const request = { ids: DAILY, thresholds: {}, samples: NO_SAMPLES, journal: JOURNAL, now: Date.now() }
  const reached = await reach((own) => seeHealth(own, request, null))
  if (!reached.reached) throw new Error(reached.failure.reason)
  const doubts = [...reached.value.judgements].flatMap(([id, judgement]) =>
    judgement.doubts.map(({ reason }) => ({ id, reason })),
  )
  return { connections, doubts }
}

describe.each(SERVER_VERSIONS)('PostgreSQL %i', (version) => {
  beforeAll(() => setScene(version))
  afterAll(strike)

  test.each([
    ['held on every table', 'access exclusive'],
    ['queued behind a reader of every table', 'access share'],
  ])(
    'with ACCESS EXCLUSIVE %s, the daily suite waits for none of them, over one connection, and says what it could not see',
    async (_, mode) => {
      await lockedInEveryTable(mode, mode === 'access share' ? awaited(version) : [])
      const { connections, doubts } = await daily()
      expect(connections.length).toBeGreaterThan(3)
      // At the first question it may not be there yet.
      expect(Math.max(...connections)).toBe(1)
      const behind = doubts.filter(({ reason }) => !/first look/.test(reason))
      expect(new Set(behind.map(({ id }) => id))).toEqual(new Set(['orphan-rows']))
      for (const { reason } of behind) expect(reason).toContain('holds or awaits')
      // Neither a wait that was given up nor a question that was not finished.
      expect(doubts.filter(({ reason }) => /55P03|lock timeout|not finished/.test(reason))).toEqual([])
    },
  )
})
