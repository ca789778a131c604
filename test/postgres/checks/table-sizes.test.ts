import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgresTransport } from '../../../functions/collect/transports/postgres.ts'
import { NO_SAMPLES } from '../../../functions/model/health.ts'
import type { DayObjects } from '../../../functions/model/trends.ts'
import { seeHealth } from '../../../functions/run/health/checks.ts'
import { readChecks } from '../../../scripts/catalog.ts'
import { freshDatabase, signingIn, type TestDatabase } from '../../support/database.ts'
import { CATALOG, JOURNAL } from '../folders.ts'
import { TIMEOUTS } from '../target.ts'

const ROLE = 'sizes_monitor'

let database: TestDatabase
let sql: Sql
let monitor: string
beforeAll(async () => {
  database = await freshDatabase(15)
  sql = postgres(database.url, { max: 1, onnotice: () => {} })
  monitor = await signingIn(sql, database.url, ROLE)
  await sql.unsafe(`create table small (id serial primary key); insert into small select from generate_series(1, 40);
    create table wide (id int primary key, body text);
    insert into wide select n, repeat('x', 900) from generate_series(1, 10000) n;
    create table held (id int primary key); insert into held values (1), (2);
    create table guarded (id int primary key); insert into guarded values (1), (2), (3);
    create table never (id int primary key);
    alter table guarded enable row level security; analyze small, wide, held, guarded; insert into small select`)
})
afterAll(async () => {
  await sql.end()
  await database.drop()
})

/** The series of tables and sequences that a daily look leaves. */
async function objectsAt(url: string) {
  const reach = postgresTransport({ url, timeouts: TIMEOUTS, catalog: CATALOG, checks: readChecks() })
  const request = { ids: ['sequences'] as const, thresholds: {}, samples: NO_SAMPLES, series: true }
  const reached = await reach((session) => seeHealth(session, { ...request, journal: JOURNAL, now: 0 }, null))
  return reached.reached ? reached.value.sample?.objects : undefined
}

test('rows of small tables are counted, of big ones estimated, and it is said which; sequences are there', async () => {
  expect(await objectsAt(database.url)).toMatchObject({
    tables: {
      'public.small': { rows: 41, exact: true },
      'public.wide': { rows: 10_000, exact: false },
      'public.never': { rows: 0, exact: true, bytes: expect.any(Number) },
    },
    sequences: { 'public.small_id_seq': { used: 41, of: 2_147_483_647 } },
  })
})

test('what is locked, or closed to the role, or hidden from it, is estimated and keeps nobody waiting', async () => {
  const other = postgres(database.url, { max: 1 })
  await other.unsafe('begin; lock table held in access exclusive mode')
  await sql.unsafe(`grant select on small, guarded, held to ${ROLE}`)
  const { tables }: Pick<DayObjects, 'tables'> = (await objectsAt(monitor)) ?? { tables: {} }
  const exact = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, [table.rows, table.exact]]))
  expect(exact).toMatchObject({
    'public.small': [41, true],
    'public.held': [2, false],
    'public.guarded': [3, false],
    'public.never': [0, false],
  })
  await other.end({ timeout: 0 })
})
