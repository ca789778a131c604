import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analyticsOf } from '../../../functions/analytics/analyse.ts'
import { stepsOf } from '../../../functions/analytics/applied.ts'
import { durationsOf } from '../../../functions/analytics/durations.ts'
import { weekOf, weeksOf } from '../../../functions/analytics/weeks.ts'
import type { DriftEpisode } from '../../../functions/model/analytics.ts'
import { analyticsCsv, analyticsText, spanSaid } from '../../../functions/views/analytics.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
/** A Monday. */
const MONDAY = Date.UTC(2026, 10, 2)
const range = { from: MONDAY, to: MONDAY + 21 * DAY }

const episode = (change: Partial<DriftEpisode> = {}): DriftEpisode => ({
  target: 'shop',
  key: 'drift:index:public.a',
  check: 'drift',
  firstSeen: MONDAY + DAY,
  resolvedAt: null,
  cause: null,
  lastAbsent: null,
  role: null,
  application: null,
  nearDeploy: false,
  ...change,
})

const nothing = { targets: ['shop'], range, episodes: [], deploys: [], days: [] }
const only = (counted: Partial<Parameters<typeof analyticsOf>[0]>) => {
  const [one] = analyticsOf({ ...nothing, ...counted }).targets
  if (!one) throw new Error('no target')
  return one
}

test('weeks begin on Monday, UTC', () => {
  expect(weekOf(MONDAY)).toBe(MONDAY)
  expect(weekOf(MONDAY - 1)).toBe(MONDAY - 7 * DAY)
  expect(weeksOf(MONDAY + DAY, MONDAY + 7 * DAY + 1)).toEqual([MONDAY, MONDAY + 7 * DAY])
  expect(weeksOf(MONDAY, MONDAY)).toEqual([])
})

test('the middle of durations, and of none nothing', () => {
  expect(durationsOf([])).toEqual({ of: 0, median: null, longest: null })
  expect(durationsOf([5, 1, 3])).toEqual({ of: 3, median: 3, longest: 5 })
  expect(durationsOf([4, 2])).toEqual({ of: 2, median: 3, longest: 4 })
})

test('what nothing is known of is unknown, not 0', () => {
  const one = only({})
  expect(one).toMatchObject({ drifts: 0, open: 0, applied: null, ways: [], mend: { of: 0, median: null } })
  expect(one.weeks.map(({ applied }) => applied)).toEqual([null, null, null])
})

test('times to notice and to mend, who, and what came back', () => {
  const first = MONDAY + DAY
  const one = only({
    episodes: [
      episode({ resolvedAt: first + 2 * HOUR, lastAbsent: first - HOUR, cause: 'removed' }),
      episode({ firstSeen: first + DAY, lastAbsent: null, cause: 'declared', nearDeploy: true }),
      episode({ key: 'journal:x', check: 'journal', firstSeen: MONDAY - 9 * DAY, resolvedAt: MONDAY }),
      episode({ target: 'other' }),
    ],
  })
  expect(one).toMatchObject({
    drifts: 2,
    mended: 2,
    open: 1,
    cameBack: 1,
    byCheck: { drift: 2 },
    notice: { of: 1, median: HOUR },
    mend: { of: 2, longest: 9 * DAY },
    ways: [
      { way: 'by hand', role: null, drifts: 1 },
      { way: 'drizzle-kit push', role: null, drifts: 1 },
    ],
    nearDeploy: 1,
  })
})

test('migrations are the difference of days that are known; one that was undone is no negative number', () => {
  const day = (n: number, applied: number | null) => ({ target: 'shop', day: MONDAY + n * DAY, applied })
  expect(stepsOf([day(2, 5), day(0, 3), day(1, null), day(3, 4)])).toEqual([
    { day: MONDAY + 2 * DAY, applied: 2, undone: 0 },
    { day: MONDAY + 3 * DAY, applied: 0, undone: 1 },
  ])
  expect(only({ days: [day(-1, 3), day(0, 3)] }).applied).toBe(0)
})

const deploy = (at: number, failed: boolean, ms: number | null) => ({ target: 'shop', at, failed, ms })

test('deploys: how many failed, and how long they took', () => {
  const deploys = [
    deploy(MONDAY, false, 60_000),
    deploy(MONDAY + 8 * DAY, true, null),
    deploy(MONDAY + 8 * DAY, false, 20_000),
  ]
  expect(only({ deploys })).toMatchObject({ deploys: 3, failed: 1, took: { of: 2, median: 40_000 } })
  expect(only({ deploys }).weeks.map(({ failed }) => failed)).toEqual([0, 1, 0])
})

const moments = fc.integer({ min: MONDAY - 30 * DAY, max: MONDAY + 30 * DAY })
const episodes = fc.array(
  fc
    .record({
      key: fc.constantFrom('drift:a', 'drift:b', 'journal:c'),
      firstSeen: moments,
      lasts: fc.option(fc.integer({ min: 1, max: 40 * DAY }), { nil: null }),
      cause: fc.constantFrom('removed', 'unmade', 'supabase', 'a cause to come', null),
    })
    .map(({ lasts, ...one }) => episode({ ...one, resolvedAt: lasts === null ? null : one.firstSeen + lasts })),
  { maxLength: 40 },
)

test('the counts are those of a naive walk through time, and the weeks add up', () => {
  fc.assert(
    fc.property(episodes, (all) => {
      const one = only({ episodes: all })
      let [drifts, mended, open] = [0, 0, 0]
      for (const { firstSeen, resolvedAt } of all) {
        if (firstSeen >= range.from && firstSeen < range.to) drifts++
        if (resolvedAt !== null && resolvedAt >= range.from && resolvedAt < range.to) mended++
        if (firstSeen < range.to && (resolvedAt === null || resolvedAt >= range.to)) open++
      }
      expect([one.drifts, one.mended, one.open]).toEqual([drifts, mended, open])
      expect(one.weeks.reduce((sum, week) => sum + week.drifts, 0)).toBe(drifts)
      expect(one.weeks.reduce((sum, week) => sum + week.mended, 0)).toBe(mended)
      expect(one.ways.reduce((sum, way) => sum + way.drifts, 0)).toBe(drifts)
      expect(one.cameBack).toBeLessThanOrEqual(drifts)
    }),
  )
})

describe('in words', () => {
  test.each([
    [null, 'unknown'],
    [850, '850 ms'],
    [5 * 60_000, '5 min'],
    [3 * HOUR, '3 h'],
    [50 * HOUR, '2 d'],
  ])('%s ms are %s', (ms, text) => expect(spanSaid(ms)).toBe(text))

  const analytics = analyticsOf({ ...nothing, episodes: [episode({ cause: 'unmade' })] })
  test('CSV has a line for each week, and nothing where nobody knows', () => {
    expect(analyticsCsv(analytics).split('\r\n').slice(0, 2)).toEqual([
      'target,week,drifts,mended,migrations_applied,migrations_undone,deploys,deploys_failed,deploy_median_ms,drifts_by_role',
      'shop,2026-11-02,1,0,,,0,0,,"1 unknown"',
    ])
  })
  test('text says that no role is known', () => {
    const text = analyticsText(analytics, { now: range.to, width: 80, color: false })
    expect(text).toContain('2026-11-02 to 2026-11-22')
    expect(text).toContain('Made: 1 by hand or push; of 1 the role is unknown')
  })
})
