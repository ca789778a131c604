import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Transport } from '../../functions/collect/transport.ts'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { DATABASE_CHECKS } from '../../functions/checks/list.ts'
import { NO_SAMPLES, type Sample, type Samples } from '../../functions/model/health.ts'
import { readChecks } from '../../scripts/catalog.ts'
import { createDemo, DEMO_MIGRATIONS, demoUrl } from '../../scripts/demo.ts'
import { startServer, type LocalServer } from '../../scripts/postgres/server.ts'
import { buildFolder, CATALOG, JOURNAL } from './folders.ts'
import { lookAt, NOW, TIMEOUTS } from './target.ts'

/** Nothing but us would write: no vacuum by itself, no standby to keep informed, no checkpoint that falls due. */
const QUIET = [
  'fsync=off',
  'autovacuum=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'checkpoint_timeout=1h',
  'shared_preload_libraries=pg_stat_statements',
]

let dir: string
let server: LocalServer
let sql: Sql
let url: string
let blueprint: Blueprint

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plumbline-quiet-'))
  server = await startServer({ version: 17, dir, settings: QUIET })
  await createDemo(server.url)
  url = demoUrl(server.url)
  blueprint = await buildFolder(DEMO_MIGRATIONS, { platform: 'supabase', shadowUrl: server.url })
  sql = postgres(url, { max: 1 })
  await sql`create extension pg_stat_statements`
  // What the migrations left half done (hint bits, dead rows) would be finished by whoever reads next.
  await sql`vacuum`
})
afterAll(async () => {
  await sql?.end()
  await server?.stop()
  await rm(dir, { recursive: true, force: true })
})

/** What the server itself counts of writes, in all its databases; the transaction that asks is no writer. */
const written = async () => {
  await sql`select pg_stat_force_next_flush(), pg_stat_clear_snapshot()`
  const [counters] = await sql`select
    pg_current_wal_insert_lsn()::text as wal,
    (select wal_records from pg_stat_wal) as wal_records,
    pg_snapshot_xmax(pg_current_snapshot())::text as next_transaction,
    (select sum(tup_inserted + tup_updated + tup_deleted) from pg_stat_database) as rows,
    (select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_all_tables) as rows_of_tables,
    (select sum(temp_files) + sum(temp_bytes) from pg_stat_database) as temporary,
    (select count(*) from pg_stat_activity where application_name = 'plumbline') as connections`
  return { ...counters }
}

/** Until its backend has ended, a look’s counters are not the server’s yet. */
async function settled(): Promise<void> {
  while ((await written()).connections !== '0');
}

/** When anybody's statistics were last reset. */
const resetAt = () => sql`
  select (select max(stats_reset) from pg_stat_database) as databases, (select stats_reset from pg_stat_statements_info) as statements,
    (select stats_reset from pg_stat_bgwriter) as server, (select max(stats_reset) from pg_stat_io) as io`

const EVERY = DATABASE_CHECKS.map(({ id }) => id)
const everyCheck: Transport = (work) =>
  postgresTransport({ url, timeouts: TIMEOUTS, catalog: CATALOG, checks: readChecks() })(work)
const health = (samples: Samples) => ({ ids: EVERY, thresholds: {}, samples })
const from = (sample: Sample | null): Samples => ({ hour: sample, day: sample, whole: sample })

describe('by the counters of a server on which nobody else does anything', () => {
  test('looks at a drifted target write nothing', async () => {
    const before = await written()
    for (let i = 0; i < 5; i++) expect((await lookAt(url, blueprint)).findings.length).toBeGreaterThan(0)
    await settled()
    expect(await written()).toEqual(before)
  })

  test('nor does reading all facts, and no transaction gets a number', async () => {
    const before = await written()
    const assigned = await postgresTransport({ url, timeouts: TIMEOUTS, catalog: CATALOG })(async (session) => {
      await session.ask({ ask: 'facts', journal: JOURNAL })
      return sql`select from pg_stat_activity where application_name = 'plumbline' and backend_xid is not null`
    })
    expect(assigned).toMatchObject({ reached: true, value: [] })
    await settled()
    expect(await written()).toEqual(before)
  })

  test('nor do all checks of its health, rows of foreign keys included; and nobody’s statistics are reset', async () => {
    const before = await written()
    const resets = await resetAt()
    const first = await lookAt(url, blueprint, { reach: everyCheck, health: health(NO_SAMPLES) })
    const samples = from(first.sample ?? null)
    const again = await lookAt(url, blueprint, { reach: everyCheck, health: health(samples), now: NOW + 3_600_000 })
    expect(again.health).toEqual(EVERY)
    await settled()
    expect(await written()).toEqual(before)
    expect(await resetAt()).toEqual(resets)
  })

  test('and the counters would show a write', async () => {
    const before = await written()
    await sql`create table t as select 1`
    const after = await written()
    const moved = Object.keys(before).filter((counter) => after[counter] !== before[counter])
    expect(moved).toEqual(['wal', 'wal_records', 'next_transaction', 'rows', 'rows_of_tables'])
  })
})
