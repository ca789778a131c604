import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { graded, gradeOf, lasting, type CheckContext } from '../../../functions/checks/check.ts'
import { CHECKS, checkCalled } from '../../../functions/checks/list.ts'
import { NO_SAMPLES, Thresholds, type HealthId, type Sample } from '../../../functions/model/health.ts'
import { healthTold, standingUnknowns } from '../../../functions/run/health/told.ts'
import { limitsOf } from '../../../functions/run/health/checks.ts'
import { suitesDue } from '../../../functions/run/health/due.ts'
import { SERVER } from './server.ts'

const NOW = Date.UTC(2026, 10, 23, 8)
const HOUR = 3_600_000

const sample: Sample = {
  at: NOW - HOUR,
  statsReset: SERVER.stats_reset,
  started: SERVER.started,
  counters: { deadlocks: 3, commits: 0, rollbacks: 0, blocks_read: 0, blocks_hit: 0, temp_bytes: 0, size: 1 },
  settings: SERVER.settings,
  looked: {},
}

const context = (own: Partial<CheckContext> = {}): CheckContext => ({
  now: NOW,
  server: SERVER,
  samples: { hour: sample, day: sample, whole: sample },
  ...own,
})

const judge = (id: HealthId, rows: readonly unknown[], own: Partial<CheckContext> = {}) =>
  checkCalled(id).judge(rows, checkCalled(id).limits, context(own))

describe('what compares with an earlier look', () => {
  const server = { ...SERVER, deadlocks: 5 }
  const reasons = (own: Partial<CheckContext>) =>
    judge('deadlocks', [server], { server, ...own }).doubts.map(({ reason }) => reason)

  test('tells what grew', () => {
    expect(judge('deadlocks', [server], { server })).toMatchObject({ told: [{ grade: 'warn', value: 2 }], doubts: [] })
    expect(judge('deadlocks', [SERVER], { server: { ...SERVER, deadlocks: 3 } })).toEqual({ told: [], doubts: [] })
  })

  test('two looks a moment apart make no rate of one event', () => {
    const justNow = { ...sample, at: NOW - 10_000 }
    const samples = { hour: justNow, day: justNow, whole: justNow }
    expect(
      judge('deadlocks', [{ ...SERVER, deadlocks: 4 }], { server: { ...SERVER, deadlocks: 4 }, samples }),
    ).toMatchObject({
      told: [{ grade: 'warn', value: 12 }],
    })
  })

  test('what pg_stat_statements never did since it counts needs no earlier look; what it did needs one', () => {
    const [none, one] = [0, 1].map((evicted) =>
      judge('statements-evicted', [{ evicted, reset: NOW, room: 5000 }], { samples: NO_SAMPLES }),
    )
    expect(none).toEqual({ told: [], doubts: [] })
    expect(one?.doubts).toMatchObject([{ reason: expect.stringMatching(/first look/) }])
  })

  test.each([
    ['at a first look', { samples: NO_SAMPLES }, /first look/],
    ['after a restart', { server: { ...server, started: SERVER.started + 5000 } }, /started again/],
    ['after a reset', { server: { ...server, stats_reset: NOW - 1000 } }, /statistics were reset at/],
    ['where a counter fell', { server: { ...server, deadlocks: 2 } }, /deadlocks fell from 3 to 2/],
  ])('is unknown %s, and says so', (_, own, said) => {
    expect(reasons(own)).toEqual([expect.stringMatching(said)])
  })
})

const justNow = () => null

describe('what may be gone with the next look', () => {
  const limits = { warn: 3600, critical: null }
  const grade = (since: number | null | undefined) =>
    lasting('invalid-indexes', 'i', limits, context(since === undefined ? {} : { openSince: () => since }))

  test.each([
    [null, 'new'],
    [NOW - 59 * 60_000, 'new'],
    [NOW - 60 * 60_000, 'warn'],
    [undefined, 'warn'],
  ])('open since %j is %s', (since, expected) => {
    expect(grade(since)).toBe(expected)
  })

  const index = {
    schema: 'public',
    name: 'i',
    relation: 't',
    is_unique: false,
    is_written: true,
    building: false,
  }
  test('an index that is being built is not told, a unique one that is not is grave at once', () => {
    expect(judge('invalid-indexes', [{ ...index, building: true }], { openSince: justNow }).told).toEqual([])
    expect(judge('invalid-indexes', [index], { openSince: justNow }).told).toMatchObject([{ grade: 'new' }])
    expect(judge('invalid-indexes', [{ ...index, is_unique: true }], { openSince: justNow }).told).toMatchObject([
      { grade: 'critical' },
    ])
  })
})

const rank = (value: number, limits: { warn: number; critical: number | null }) =>
  [null, 'warn', 'critical'].indexOf(gradeOf(value, limits) as never)

const tell = () => ({ subject: 's', title: 't', what: 'w', mend: [] })

describe('limits', () => {
  test('a grade never falls while the value rises', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), fc.nat(), fc.nat(), (a, b, warn, more) => {
        const limits = { warn, critical: warn + more }
        expect(rank(Math.max(a, b), limits)).toBeGreaterThanOrEqual(rank(Math.min(a, b), limits))
      }),
    )
  })

  test('at a limit it is told, just below it is not', () => {
    expect(graded(75, { warn: 75, critical: 90 }, tell)?.grade).toBe('warn')
    expect(graded(74.9, { warn: 75, critical: 90 }, tell)).toBeNull()
    expect(graded(90, { warn: 75, critical: 90 }, tell)?.grade).toBe('critical')
    expect(graded(99, { warn: 75, critical: null }, tell)?.grade).toBe('warn')
  })

  test('a target’s own limits replace those that they name', () => {
    const check = checkCalled('connections')
    expect(limitsOf(check, {})).toEqual({ warn: 75, critical: 90 })
    expect(limitsOf(check, { connections: { warn: 50 } })).toEqual({ warn: 50, critical: 90 })
  })

  test('a name that is no check’s is refused with those there are', () => {
    const refused = Thresholds.safeParse({ conections: { warn: 1 } })
    expect(refused.error?.issues[0]?.message).toMatch(/there are: connections, /)
  })
})

describe('sequences', () => {
  const row = {
    schema: 'public',
    name: 's',
    fills: 'public.t.id',
    readable: true,
    locked: false,
    last: '1',
    start: '1',
    increment: '1',
    min: '1',
    own_max: '9223372036854775807',
    max: '2147483647',
    cycles: false,
  }
  test.each([
    ['1610612736', 'warn'],
    ['1600000000', null],
    ['1932735283', 'critical'],
  ])('at %s of an integer: %s', (last, grade) => {
    expect(judge('sequences', [{ ...row, last }]).told.map((one) => one.grade)).toEqual(grade === null ? [] : [grade])
  })
  test('one that counts down goes towards its least value, one that cycles never ends', () => {
    const down = { ...row, increment: '-1', start: '-1', min: '-100', max: '-1', last: '-95' }
    expect(judge('sequences', [down]).told).toMatchObject([{ grade: 'critical' }])
    expect(judge('sequences', [{ ...down, cycles: true }]).told).toEqual([])
  })
})

describe('orphan rows', () => {
  const key = {
    schema: 'public',
    relation: 't',
    name: 'fk',
    columns: ['a'],
    target_schema: 'public',
    target: 'u',
    target_columns: ['id'],
    match_full: false,
    valid: true,
    bytes: 0,
    locked: false,
    denied: [],
    hidden: [],
    orphans: null,
    looked: null,
    refused: null,
    partitioned: false,
    seen: null,
  }
  test('what was looked through within a week need not be in this run; what never was is not finished', () => {
    expect(judge('orphan-rows', [{ ...key, looked: NOW - 86_400_000 }])).toEqual({ told: [], doubts: [] })
    expect(judge('orphan-rows', [key, { ...key, orphans: 0, looked: NOW }]).doubts).toMatchObject([
      { reason: expect.stringContaining('not finished: 1 of 2 foreign keys') },
    ])
  })
  test('what was found stands until it was looked at again', () => {
    const openSince = () => NOW - HOUR
    expect(judge('orphan-rows', [{ ...key, looked: NOW - HOUR }], { openSince }).doubts).toHaveLength(1)
    expect(judge('orphan-rows', [{ ...key, orphans: 0, looked: NOW }], { openSince })).toEqual({ told: [], doubts: [] })
  })
  test('of a big table that was partly seen is told what was found, and how far it came', () => {
    const partly = judge('orphan-rows', [{ ...key, orphans: 2, seen: 0.402, looked: null }])
    expect(partly.told[0]?.title).toContain('at least 2 rows')
    expect(partly.doubts[0]?.reason).toMatch(/^not finished: 40 % of public\.\w+ were seen; the next runs/)
    const none = judge('orphan-rows', [{ ...key, orphans: null, seen: 0, looked: null }])
    expect([none.told, none.doubts[0]?.reason]).toEqual([[], expect.stringContaining('0 %')])
    // The last whole pass still speaks while the next is under way.
    expect(judge('orphan-rows', [{ ...key, orphans: null, seen: 0.5, looked: NOW - HOUR }]).doubts).toEqual([])
  })

  test('rows that policies hide are unknown, with the statement that shows them', () => {
    expect(judge('orphan-rows', [{ ...key, hidden: ['public.u'] }]).doubts).toMatchObject([
      { reason: expect.stringContaining('row level security'), mend: `alter role "${SERVER.role}" bypassrls;` },
    ])
  })
})

describe('what is told of a look', () => {
  const doubt = { subject: 'sessions', reason: 'hidden', mend: 'grant x;' }
  const judgements = new Map([
    ['long-queries' as const, { told: [], doubts: [doubt] }],
    ['blocked-queries' as const, { told: [], doubts: [doubt] }],
    ['sequences' as const, { told: [], doubts: [] }],
  ])
  test('checks of a suite that fail for one reason are unknown together, and were not made', () => {
    const { unknowns, made } = healthTold(judgements, {})
    expect(unknowns).toMatchObject([
      { key: 'health:tick:sessions', subject: 'sessions (long-queries, blocked-queries)' },
    ])
    expect(made).toEqual(['sequences'])
  })
  test('an unknown stands until its suite was made again', () => {
    const { unknowns } = healthTold(judgements, {})
    expect(standingUnknowns(unknowns, ['daily'])).toEqual(unknowns)
    expect(standingUnknowns(unknowns, ['tick'])).toEqual([])
  })
  test('a run makes the checks of its suite, and all of them where nothing is known', () => {
    expect(suitesDue('tick', { health: [] })).toEqual(['tick'])
    expect(suitesDue('tick', {})).toEqual(['tick', 'daily', 'weekly'])
    expect(suitesDue('deploy', { health: [] })).toEqual(['tick', 'daily'])
  })
  test('no key holds a pid', () => {
    const session = {
      pid: 4242,
      role: 'app',
      application: 'web',
      state: 'active',
      hidden: false,
      query_seconds: 4000,
      state_seconds: 4000,
      transaction_seconds: 100_000,
      keeps_rows: true,
      blocked_by: [17],
      exclusive: ['public.t'],
    }
    for (const { id, sql } of CHECKS.filter((check) => check.sql === 'activity')) {
      const { told } = judge(id, [session, { ...session, pid: 4243 }])
      expect([sql, told.map(({ subject }) => subject)]).toEqual([sql, id === 'idle-in-transaction' ? [] : ['web@app']])
    }
  })
})
