import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFacts, readFingerprints } from '../../functions/collect/read.ts'
import type { Transport } from '../../functions/collect/transport.ts'
import { edgeFunctionTransport } from '../../functions/collect/transports/edge-function.ts'
import { managementApiTransport } from '../../functions/collect/transports/management-api.ts'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { HEALTH_IDS, NO_SAMPLES } from '../../functions/model/health.ts'
import { readChecks } from '../../scripts/catalog.ts'
import { createDemo, DEMO_MIGRATIONS, demoUrl } from '../../scripts/demo.ts'
import { serverUrl } from '../support/database.ts'
import { startEdgeFunction, type EdgeFunction } from '../support/edge-function.ts'
import { startManagementApi, type ManagementApi } from '../support/management-api.ts'
import { buildFolder, CATALOG, JOURNAL } from './folders.ts'
import { lookAt, TIMEOUTS } from './target.ts'

const SECRET = 'the-shared-secret'
const KEY = 'sb_publishable_key'
const CHECK_SQL = readChecks()

let url: string
let api: ManagementApi
let edge: EdgeFunction
let blueprint: Blueprint
let ways: Record<'postgres' | 'management-api' | 'edge-function', Transport>

beforeAll(async () => {
  // Not 17: another test drops and makes the demo's database there.
  const server = await serverUrl(16)
  await createDemo(server)
  url = demoUrl(server)
  blueprint = await buildFolder(DEMO_MIGRATIONS, { platform: 'supabase', shadowUrl: server })
  api = await startManagementApi(url)
  edge = await startEdgeFunction({ SUPABASE_DB_URL: url, PLUMBLINE_CATALOG_SECRET: SECRET })
  ways = {
    postgres: postgresTransport({ url, timeouts: TIMEOUTS, catalog: CATALOG, checks: CHECK_SQL }),
    'management-api': managementApiTransport({
      api: api.url,
      projectRef: api.ref,
      token: api.token,
      timeouts: TIMEOUTS,
      catalog: CATALOG,
      checks: CHECK_SQL,
    }),
    'edge-function': edgeFunctionTransport({ url: edge.url, key: KEY, secret: SECRET, timeouts: TIMEOUTS }),
  }
})
afterAll(() => Promise.all([api?.close(), edge?.stop()]))

const everything = (transport: Transport) =>
  transport(async (session) => {
    const fingerprints = await readFingerprints(session, JOURNAL)
    return { ...fingerprints, facts: [...(await readFacts(session, JOURNAL, fingerprints.server)).groups] }
  })

describe.each(['postgres', 'management-api', 'edge-function'] as const)('%s', (name) => {
  test('gives the facts that PostgreSQL’s own protocol gives', async () => {
    const [expected, seen] = [await everything(ways.postgres), await everything(ways[name])]
    expect(seen).toEqual(expected)
    expect(seen).toMatchObject({ reached: true, value: { journalColumns: ['id', 'hash', 'created_at'] } })
    expect(seen.reached && seen.value.facts.flatMap(([, facts]) => facts).length).toBeGreaterThan(50)
  })

  test('gives the same findings, and counts what it cost', async () => {
    const [expected, seen] = [await lookAt(url, blueprint), await lookAt(url, blueprint, { reach: ways[name] })]
    expect({ ...seen, figures: null }).toEqual({ ...expected, figures: null })
    expect(seen.findings.map(({ key }) => key)).toContain('drift:column:public.files.workspace_id')
    expect(seen.figures.bytes).toBeGreaterThan(1000)
    // Without a snapshot it asks once more whether anything changed.
    expect(seen.figures.roundTrips).toBe(expected.figures.roundTrips + (name === 'postgres' ? 0 : 1))
  })

  test('tells the same of the target’s health', async () => {
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    await sql.unsafe('create table public.keyless (id int)')
    const health = { ids: HEALTH_IDS, thresholds: {}, samples: NO_SAMPLES }
    const seen = await lookAt(url, null, { reach: ways[name], checks: [], health })
    const keys = seen.findings.map(({ key }) => key)
    expect(keys).toContain('health:no-primary-key:public.keyless')
    expect(seen).toMatchObject({ checks: ['health'], postgres: expect.stringMatching(/^PostgreSQL 16\./) })
    const expected = await lookAt(url, null, { reach: ways.postgres, checks: [], health })
    expect(keys).toEqual(expected.findings.map(({ key }) => key))
    await sql.unsafe('drop table public.keyless')
    await sql.end()
  })

  test('reads the Supabase CLI’s history, its digest with the journal’s', async () => {
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    await sql.unsafe(`create schema supabase_migrations;
      create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
      insert into supabase_migrations.schema_migrations values ('1', array['select ''é''', null, 'select 2'], 'x')`)
    const asked: string[] = []
    const reach: Transport = (work) =>
      ways[name]((session) =>
        work({
          ...session,
          ask: (question) => {
            asked.push(question.ask)
            return session.ask(question)
          },
        }),
      )
    const supabase = { shared: false, files: [], unread: [], overlaps: [] }
    const held = { ...blueprint, content: { ...blueprint.content, supabase } }
    const kept = new Map<string, string>()
    const memo = {
      get: async (at: string) => kept.get(at) ?? null,
      put: async (at: string, value: string) => void kept.set(at, value),
    }
    const wish = { reach, memo, checks: ['journal', 'supabase'] } as const
    const { findings, unknowns } = await lookAt(url, held, wish)
    expect(unknowns).toEqual([])
    expect(findings).toContainEqual(expect.objectContaining({ type: 'supabase.missing-file' }))
    expect(asked).toContain('supabase')
    asked.length = 0
    expect((await lookAt(url, held, wish)).findings).toEqual(findings)
    expect(asked.filter((ask) => ask.startsWith('supabase'))).toEqual([])
    await sql.unsafe('drop schema supabase_migrations cascade')
    await sql.end()
  })

  test('waits for no migration, and compares what needs no lock', async () => {
    const sql = postgres(url, { max: 1 })
    const expected = await lookAt(url, blueprint)
    await sql.begin(async (migration) => {
      await migration`lock table public.workspace_members in access exclusive mode`
      const seen = await lookAt(url, blueprint, { reach: ways[name] })
      expect(seen.findings.filter(({ key }) => !expected.findings.some((own) => own.key === key))).toEqual([])
      expect(seen.findings.map(({ key }) => key)).toContain('drift:column:public.files.workspace_id')
      expect(seen.unknowns.map(({ key }) => key)).toEqual(['drift:locked:public.workspace_members'])
    })
    await sql.end()
  })

  test('writes nothing, and leaves no transaction open', async () => {
    const sql = postgres(url, { max: 1 })
    const xid = async () =>
      (
        await sql`select pg_current_xact_id_if_assigned() as own, pg_snapshot_xmax(pg_current_snapshot())::text as next`
      )[0]
    const before = await xid()
    await lookAt(url, blueprint, { reach: ways[name] })
    expect(await xid()).toEqual(before)
    expect(
      await sql`select pid from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    ).toHaveLength(0)
    await sql.end()
  })
})
