import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { appliedOnDays, deploysCounted, driftEpisodes } from '../../../functions/store/analytics.ts'
import { newestPublication } from '../../../functions/store/publications.ts'
import { listRunDays, pruneRunDays, rollRunDays } from '../../../functions/store/run-days.ts'
import { listDeploys } from '../../../functions/store/deploys.ts'
import { listAnnouncements } from '../../../functions/store/announcements.ts'
import { listBackupRequests } from '../../../functions/store/backup-requests.ts'
import { daysSince, hoursSince } from '../../../functions/store/days.ts'
import { listAcceptances } from '../../../functions/store/acceptances.ts'
import { listIncidents, readStanding } from '../../../functions/store/incidents.ts'
import { listLogicalBackups, provenRestores } from '../../../functions/store/logical-backups.ts'
import { claimDue } from '../../../functions/store/outbox.ts'
import { newestVerdicts } from '../../../functions/store/performance-verdicts.ts'
import { samplesAt } from '../../../functions/store/samples.ts'
import { listEpisodes } from '../../../functions/store/episodes.ts'
import { listSampled, runTimes } from '../../../functions/store/figures.ts'
import { listFindings, openFindings } from '../../../functions/store/findings.ts'
import { recentStatuses } from '../../../functions/store/recent-runs.ts'
import { lastRun, lastRuns, listRuns, verifiedBlueprints } from '../../../functions/store/runs.ts'
import { sqliteD1 } from '../../support/d1.ts'

const DAY = 86_400_000
const T0 = Math.floor(Date.UTC(2026, 10, 2) / DAY) * DAY

/** A D1 with all tables, which notes every statement that is asked of it. */
function noting() {
  const asked: { sql: string; values: unknown[] }[] = []
  const db = sqliteD1('', async () => {})
  const noted: D1Database = {
    ...db,
    prepare: (sql) => {
      const statement = db.prepare(sql)
      return { ...statement, bind: (...values) => (asked.push({ sql, values }), statement.bind(...values)) }
    },
  }
  return { db, noted, asked }
}

const run = (db: D1Database, target: string, at: number, status: string, ms: number | null, applied = 3) =>
  db
    .prepare(
      `insert into runs (target, id, suite, scheduled_at, trigger, attempt, started_at, lease_until, ended_at, status, outcome)
       values (?1, ?2, 'tick', ?3, 'cron', 1, ?3, 0, ?3, ?4, ?5)`,
    )
    .bind(target, `tick-${at}`, at, status, JSON.stringify({ figures: { ms }, position: { applied } }))
    .run()

const RANGE = { from: T0, to: T0 + 10 * DAY }

/** What pages and runs ask of D1. */
const READS: [string, (db: D1Database) => Promise<unknown>][] = [
  ['all targets', (db) => recentStatuses(db, ['a', 'b'], 24)],
  ['the newest run', (db) => lastRun(db, 'a')],
  ['the newest runs', (db) => lastRuns(db, ['a', 'b'])],
  ['the open findings of all', (db) => openFindings(db, ['a', 'b'])],
  ['open findings', (db) => listFindings(db, 'a', 'open')],
  ['the blueprint', (db) => newestPublication(db, 'a')],
  ['the timeline', (db) => listEpisodes(db, 'a', RANGE, 100)],
  ['deploys', (db) => listDeploys(db, 'a', 100)],
  ['runs', (db) => listRuns(db, 'a', 50)],
  ['latency', (db) => runTimes(db, 'a', RANGE, 3_600_000)],
  ['samples', (db) => listSampled(db, 'a', RANGE)],
  ['days', (db) => listRunDays(db, 'a', RANGE)],
  ['drifts', (db) => driftEpisodes(db, ['a', 'b'], RANGE)],
  ['deploys counted', (db) => deploysCounted(db, ['a', 'b'], RANGE)],
  ['migrations', (db) => appliedOnDays(db, ['a', 'b'], RANGE)],
  ['incidents of all', (db) => listIncidents(db, null, 'all', 50)],
  ['open incidents', (db) => listIncidents(db, 'a', 'open', 50)],
  ['how incidents stand', (db) => readStanding(db, ['a', 'b'], T0)],
  ['acceptances', (db) => listAcceptances(db, ['a', 'b'], T0)],
  ['proven restores', (db) => provenRestores(db, ['a', 'b'])],
  ['the newest verdicts', (db) => newestVerdicts(db, 'a')],
  ['what a look is held against', (db) => samplesAt(db, 'a', T0)],
  ['what trends are made of', (db) => Promise.all([daysSince(db, 'a', T0, true), hoursSince(db, 'a', T0)])],
  ['verified blueprints', (db) => verifiedBlueprints(db, 'a')],
  ['what is due in the outbox', (db) => claimDue(db, T0, 10)],
  ['requests of backups', (db) => listBackupRequests(db, 'a', 10)],
  ['logical backups', (db) => listLogicalBackups(db, 'a', 10)],
  ['announcements', (db) => listAnnouncements(db, 'a', 10)],
  ['adding up days', (db) => rollRunDays(db, ['a'], RANGE.to)],
]

async function planOf(db: D1Database, sql: string, values: readonly unknown[]): Promise<string[]> {
  const { results } = await db
    .prepare(`explain query plan ${sql}`)
    .bind(...values.map(String))
    .all<{ detail: string }>()
  return results.map(({ detail }) => detail)
}

/**
 * What SQLite would read from end to end for a statement: tables and their aliases, but for lists that it was handed, and for
 * an index of which it reads the first entries.
 */
const scansOf = async (db: D1Database, sql: string, values: readonly unknown[]): Promise<string[]> =>
  (await planOf(db, sql, values)).filter(
    (detail) =>
      detail.startsWith('SCAN ') &&
      !/VIRTUAL TABLE|^SCAN CONSTANT ROW|^SCAN \(subquery/.test(detail) &&
      !(sql.includes(' limit ') && detail.includes('USING INDEX')),
  )

/** Of these few are left to be sorted: what is live or due, and what people have written. */
const FEW = new Set(['open incidents', 'what is due in the outbox', 'announcements'])

/** Whether it reads more than it tells: what has a limit is to come in order from an index. */
const sortsToo = async (db: D1Database, sql: string, values: readonly unknown[]): Promise<boolean> =>
  sql.includes(' limit ') &&
  !/order by (?![^()]* limit )[^()]*$/.test(sql) &&
  (await planOf(db, sql, values)).includes('USE TEMP B-TREE FOR ORDER BY')

describe('no page and no run reads more than it needs', () => {
  const { db, noted, asked } = noting()
  test('what does is found out', async () => {
    expect(await scansOf(db, 'select count(*) from runs r', [])).toHaveLength(1)
    expect(await scansOf(db, 'select f.key from findings f where f.first_seen > ?1', [1])).toHaveLength(1)
    expect(await sortsToo(db, 'select * from runs where target = ?1 order by started_at desc, id limit 1', ['a'])).toBe(
      true,
    )
  })
  test.each(READS)('%s', async (name, read) => {
    asked.length = 0
    await read(noted)
    expect(asked.length).toBeGreaterThan(0)
    for (const { sql, values } of asked)
      expect({ sql, scans: await scansOf(db, sql, values), sorts: await sortsToo(db, sql, values) }).toEqual({
        sql,
        scans: [],
        sorts: FEW.has(name),
      })
  })
})

describe('days', () => {
  const { db } = noting()
  beforeAll(async () => {
    for (const [hour, status, ms] of [
      [1, 'pass', 10],
      [2, 'fail', 30],
      [25, 'unknown', null],
      [49, 'pass', 20],
    ] as const)
      await run(db, 'shop', T0 + hour * 3_600_000, status, ms, hour < 25 ? 3 : 4)
  })
  const days = () => listRunDays(db, 'shop', { from: T0, to: T0 + 10 * DAY })

  test('before they are added up, runs say the same as afterwards', async () => {
    const before = await days()
    expect(before).toEqual([
      {
        target: 'shop',
        day: T0,
        runs: 2,
        pass: 1,
        warn: 0,
        fail: 1,
        unknown: 0,
        timed: 2,
        msMean: 20,
        msMax: 30,
        applied: 3,
      },
      {
        target: 'shop',
        day: T0 + DAY,
        runs: 1,
        pass: 0,
        warn: 0,
        fail: 0,
        unknown: 1,
        timed: 0,
        msMean: null,
        msMax: null,
        applied: 4,
      },
      expect.objectContaining({ day: T0 + 2 * DAY, runs: 1 }),
    ])
    await rollRunDays(db, ['shop'], T0 + 2 * DAY + 3_600_000)
    expect(await days()).toEqual(before)
  })
  test('adding up again changes nothing, but for a run that ended late', async () => {
    await run(db, 'shop', T0 + DAY + 5000, 'warn', 40)
    await rollRunDays(db, ['shop'], T0 + 3 * DAY)
    expect((await days()).map(({ runs }) => runs)).toEqual([2, 2, 1])
  })
  test('they outlive their runs', async () => {
    await db.prepare('delete from runs where target = ?1').bind('shop').run()
    await rollRunDays(db, ['shop'], T0 + 3 * DAY)
    expect((await days()).map(({ runs }) => runs)).toEqual([2, 2, 1])
    expect(await appliedOnDays(db, ['shop'], { from: T0 + DAY, to: T0 + 2 * DAY })).toEqual([
      { target: 'shop', day: T0, applied: 3 },
      { target: 'shop', day: T0 + DAY, applied: 4 },
    ])
    await pruneRunDays(db, T0 + DAY)
    expect((await days()).length).toBe(2)
  })
})

test('latency by the hour: the mean and the longest; of a run that says nothing, nothing', async () => {
  const { db } = noting()
  for (const [minute, ms] of [
    [1, 10],
    [59, 30],
    [61, null],
  ] as const)
    await run(db, 'a', T0 + minute * 60_000, 'pass', ms)
  expect(await runTimes(db, 'a', RANGE, 3_600_000)).toEqual([
    { at: T0, mean: 20, most: 30 },
    { at: T0 + 3_600_000, mean: null, most: null },
  ])
})

test('the newest runs, oldest first; of a target without any nothing', async () => {
  const { db } = noting()
  for (const [i, status] of ['pass', 'fail', 'warn'].entries()) await run(db, 'a', T0 + i, status, 1)
  expect(await recentStatuses(db, ['a', 'b'], 2)).toEqual(
    new Map([
      ['a', ['fail', 'warn']],
      ['b', []],
    ]),
  )
})

const Row = fc.record({
  target: fc.constantFrom('a', 'b', 'c'),
  type: fc.constantFrom('drift.missing', 'journal.pending', 'health.check', 'backup.stale', 'drift.pushed'),
  severity: fc.constantFrom('high', 'info'),
  first: fc.integer({ min: -20, max: 20 }),
  lasts: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
})

test('the drifts that D1 finds are those of a naive filter', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Row, { maxLength: 30 }), async (rows) => {
      const { db } = noting()
      for (const [i, { target, type, severity, first, lasts }] of rows.entries())
        await db
          .prepare(
            `insert into findings (target, key, first_seen, last_seen, resolved_at, first_run, last_run, finding)
             values (?1, ?2, ?3, ?3, ?4, '', '', ?5)`,
          )
          .bind(
            target,
            `k${i}`,
            T0 + first * DAY,
            lasts === null ? null : T0 + (first + lasts) * DAY,
            JSON.stringify({ key: `k${i}`, type, severity }),
          )
          .run()
      const found = await driftEpisodes(db, ['a', 'b'], RANGE)
      const expected = rows.flatMap(({ target, type, severity, first, lasts }, i) => {
        const touches = first < 10 && (lasts === null || first + lasts >= 0)
        return target !== 'c' && severity !== 'info' && !/^(health|backup)/.test(type) && touches ? [`k${i}`] : []
      })
      expect(found.map(({ key }) => key).toSorted()).toEqual(expected.toSorted())
    }),
    { numRuns: 25 },
  )
})
