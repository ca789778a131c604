import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { takeSnapshot } from '../../functions/collect/performance.ts'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import { isUnread, type PerformanceSnapshot } from '../../functions/model/performance.ts'
import { judgePerformance } from '../../functions/performance/judge.ts'
import { windowBetween } from '../../functions/performance/window.ts'
import { readCatalog, readPerformance } from '../../scripts/catalog.ts'
import { SERVER_VERSIONS, startServer, type LocalServer } from '../../scripts/postgres/server.ts'
import { runScript } from '../support/command.ts'
import { freshDatabase, signingIn, type TestDatabase } from '../support/database.ts'

const JOURNAL = { schema: 'drizzle', table: '__drizzle_migrations' }

const taken = (url: string, seen: string[] = []) =>
  takeSnapshot(
    postgresTransport({
      url,
      timeouts: { statement: 5000, lock: 100 },
      catalog: readCatalog(),
      checks: readPerformance(),
    }),
    { journal: JOURNAL, seen },
  )

async function snapshotOf(url: string, seen: string[] = []): Promise<PerformanceSnapshot> {
  const reached = await taken(url, seen)
  if (!reached.reached) throw new Error(reached.failure.reason)
  return reached.value
}

const TABLE = `create table links (id int primary key, url text, workspace_id int);
insert into links select i, repeat('x', 40), i % 500 from generate_series(1, 20000) i;
create index links_workspace_idx on links (workspace_id); analyze links`

describe.each(SERVER_VERSIONS)('PostgreSQL %d', (version) => {
  let database: TestDatabase
  let sql: Sql
  beforeAll(async () => {
    database = await freshDatabase(version)
    sql = postgres(database.url, { max: 1, onnotice: () => {} })
  })
  afterAll(async () => {
    await sql.end()
    await database.drop()
  })

  test('tells its counters, and of the extension what lets it be read', async () => {
    await sql.unsafe(TABLE)
    const before = await snapshotOf(database.url)
    expect(before.statements).toEqual({
      reason: 'the extension pg_stat_statements is not installed',
      mend: 'create extension pg_stat_statements schema extensions;',
    })
    await sql.unsafe('create schema extensions; create extension pg_stat_statements schema extensions')
    // The server keeps few statements, and other tests have filled it.
    await sql.unsafe('select extensions.pg_stat_statements_reset()')
    const secret = `s3cr3t-${version}`
    await sql.unsafe(`select id -- for ${secret}\n from links where url = '${secret}' and id in (1, 2, 3)`)
    await sql.unsafe(`create role reader_${version} password '${secret}'; drop role reader_${version}`)
    const { statements, tables, indexes, database: about } = await snapshotOf(database.url)
    if (isUnread(statements) || isUnread(indexes)) throw new Error('unread')
    expect(statements.counts.map(({ text }) => text)).toContain('select id from links where url = ? and id in (?)')
    expect(JSON.stringify(statements)).not.toContain('s3cr3t')
    expect(statements.counts.every(({ text }) => !/create role|pg_catalog/i.test(text))).toBe(true)
    expect(statements.counts[0]?.since === null).toBe(version < 17)
    expect(Math.floor(about.server / 10_000)).toBe(version)
    expect(tables).toMatchObject([{ name: 'links', rows: 20_000 }])
    expect(indexes.map(({ name }) => name).toSorted()).toEqual(['links_pkey', 'links_workspace_idx'])
    expect(indexes.find(({ name }) => name === 'links_pkey')).toMatchObject({
      constraint: 'PRIMARY KEY (id)',
      columns: ['id'],
    })
  })

  test('does not show others’ statements to a role that may not see them: unknown, with the grant', async () => {
    const role = `watcher_${version}_${process.pid}`
    const { statements } = await snapshotOf(await signingIn(sql, database.url, role))
    expect(statements).toEqual({
      reason: `${role} does not see what statements other roles run`,
      mend: `grant pg_read_all_stats to "${role}";`,
    })
  })

  test('is not waited for where a table is locked: its indexes are not printed', async () => {
    const other = postgres(database.url, { max: 1 })
    await other.begin(async (held) => {
      await held.unsafe('lock table links in access exclusive mode')
      const { tables, indexes } = await snapshotOf(database.url)
      expect(tables).toHaveLength(1)
      expect(isUnread(indexes) ? indexes : indexes.map(({ definition }) => definition)).toEqual([null, null])
    })
    await other.end()
  })
})

test('a target that does not answer is not reached', async () => {
  expect(await taken('postgresql://x@127.0.0.1:9/x')).toMatchObject({ reached: false, failure: { stage: 'connect' } })
})

describe('an application on a server of its own', () => {
  let dir: string
  let server: LocalServer
  let sql: Sql
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'plumbline-performance-'))
    server = await startServer({
      version: 17,
      dir,
      settings: ['fsync=off', 'shared_preload_libraries=pg_stat_statements'],
    })
    sql = postgres(server.url, { max: 1, onnotice: () => {}, prepare: false })
    await sql.unsafe(`create extension pg_stat_statements; ${TABLE}`)
  }, 60_000)
  afterAll(async () => {
    await sql.end()
    await server.stop()
    await rm(dir, { recursive: true })
  })

  /** Sixty calls of each statement; counters of tables and indexes are told once the transaction has ended. */
  async function work(): Promise<void> {
    for (let i = 0; i < 60; i += 1) {
      await sql.unsafe(`select id from links where workspace_id = ${i}`)
      await sql.unsafe(`select url from links where id = ${i}`)
    }
    await sql.unsafe('select pg_stat_force_next_flush()')
    await sql.unsafe('select 1')
  }

  test('an index that is dropped is found, and what is slower for it; what is as before is not', async () => {
    await work()
    const first = await snapshotOf(server.url)
    await work()
    const start = await snapshotOf(server.url)
    const usual = { kind: 'before', window: windowBetween(first, start) } as const
    const judge = (now: PerformanceSnapshot, from: PerformanceSnapshot) =>
      judgePerformance({
        start,
        now,
        after: windowBetween(from, now),
        baselines: [{ kind: usual.kind, span: usual.window }],
      })
    await work()
    const same = judge(await snapshotOf(server.url), start)
    // The times of a busy machine are no subject of a test: what is told of them may be that all is slower.
    expect(same.findings.filter(({ type }) => !type.endsWith('slower'))).toEqual([])
    expect(same.judged).toBeGreaterThanOrEqual(2)

    await sql.unsafe('drop index links_workspace_idx')
    const from = await snapshotOf(server.url)
    await work()
    const { findings, verdict } = judge(await snapshotOf(server.url), from)
    expect(verdict).toBe('slower')
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: 'performance.index-lost',
          how: 'dropped',
          severity: 'high',
          index: 'public.links_workspace_idx',
        }),
        expect.objectContaining({
          type: 'performance.slower',
          text: 'select id from links where workspace_id = ?',
          by: expect.arrayContaining(['blocks']),
        }),
        expect.objectContaining({ type: 'performance.sequential-scans', table: 'public.links' }),
      ]),
    )
    expect(findings.some((finding) => 'text' in finding && finding.text.includes('where id ='))).toBe(false)
  })

  test('plumbline performance keeps snapshots in a file, and compares', async () => {
    const file = join(dir, 'before.json')
    const run = (...args: string[]) => runScript('plumbline.ts', ['performance', '--database-url', server.url, ...args])
    await sql.unsafe('create index links_workspace_idx on links (workspace_id)')
    await work()
    const [counted, none] = await Promise.all([run('--save', file), run('--since', join(dir, 'none.json'))])
    expect([counted.code, counted.stdout]).toEqual([
      0,
      expect.stringContaining('select id from links where workspace_id = ?'),
    ])
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('performance --save FILE')])
    await work()
    const kept: unknown = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(file, JSON.stringify([kept, await snapshotOf(server.url)].flat()))
    await sql.unsafe('drop index links_workspace_idx')
    await work()
    const compared = await run('--since', file)
    expect([compared.code, compared.stdout]).toEqual([
      2,
      expect.stringContaining('CREATE INDEX CONCURRENTLY links_workspace_idx'),
    ])
  })
})
