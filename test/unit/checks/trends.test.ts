import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sequenceUse } from '../../../functions/checks/schema/sequences.ts'
import { trendsOf } from '../../../functions/checks/trends/of-target.ts'
import { LAST_TRANSACTION, trendIn, type Readings } from '../../../functions/checks/trends/series.ts'
import { theilSen } from '../../../functions/checks/trends/theil-sen.ts'
import { trendOf } from '../../../functions/checks/trends/trend.ts'
import { atThisRate, endWords } from '../../../functions/checks/trends/words.ts'
import { checkCalled } from '../../../functions/checks/list.ts'
import { NO_SAMPLES, type HealthId } from '../../../functions/model/health.ts'
import type { Day, Point } from '../../../functions/model/trends.ts'

import { trendsStatus, valueText } from '../../../functions/views/trends.ts'
import { SERVER } from './server.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 23)
/** One reading a day up to now, by its number. */
const daily = (values: readonly number[]): Point[] =>
  values.map((value, i) => ({ at: NOW - (values.length - 1 - i) * DAY, value }))
const line = (n: number, of: (i: number) => number) => daily(Array.from({ length: n }, (_, i) => of(i)))

describe('Theil–Sen', () => {
  test('law: on a line it is the line, wherever the points lie', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 2, maxLength: 30 }),
        fc.integer({ min: -1000, max: 1000 }),
        (hours, perDay) => {
          const points = hours.map((hour) => ({ at: hour * 3_600_000, value: 7 + (perDay * hour) / 24 }))
          const slope = theilSen(points)
          expect(slope?.perDay).toBeCloseTo(perDay, 4)
          expect(slope?.low).toBeCloseTo(perDay, 4)
          expect(slope?.high).toBeCloseTo(perDay, 4)
        },
      ),
    )
  })

  test('law: the interval holds the slope, and a quarter of wild points do not move it out of what the rest says', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 0, maxLength: 5 }), (wild) => {
        const points = line(24, (i) => 100 * i).map((point, i) => ({ ...point, value: wild[i / 4] ?? point.value }))
        const slope = theilSen(points)
        expect(slope?.low).toBeLessThanOrEqual(slope?.perDay ?? 0)
        expect(slope?.high).toBeGreaterThanOrEqual(slope?.perDay ?? 0)
        expect(slope?.perDay).toBe(100)
      }),
    )
  })

  test('on a line with noise the interval lies on both sides of the slope', () => {
    const slope = theilSen(daily([1, 3, 2, 5, 4, 7, 6, 9]))
    expect([slope?.perDay, (slope?.low ?? 0) < 1, (slope?.high ?? 0) > 1]).toEqual([1, true, true])
  })
})

describe('a trend', () => {
  const asked = { limit: 1000, restarts: true }
  test('says in how many days the limit is reached, and how sure that is', () => {
    const trend = trendOf(
      line(12, (i) => 500 + 10 * i + (i % 2)),
      asked,
    )
    if (trend.state === 'unknown') throw new Error(trend.reason)
    expect(trend).toMatchObject({ readings: 12, days: 11 })
    expect(Math.round(trend.end?.days ?? 0)).toBe(39)
    expect(trend.end?.soonest ?? 0).toBeLessThanOrEqual(trend.end?.days ?? 0)
    expect(trend.end?.latest ?? 0).toBeGreaterThanOrEqual(trend.end?.days ?? 0)
    expect(atThisRate(trend, 'it ends')).toMatch(
      /^ At this rate it ends in 39 days \(\d+ days to \d+ days\), by 12 readings of 11 days\.$/,
    )
  })

  test.each([
    ['too few readings', line(5, (i) => i), '5 of 6 readings that it takes'],
    [
      'too short a time',
      line(12, (i) => i).map(({ value }, i) => ({ at: NOW + i * 600_000, value })),
      'readings of 2 h; it takes those of a day',
    ],
    [
      'a reset',
      daily([1, 2, 3, 4, 5, 6, 7, 8, 1, 2]),
      '2 of 6 readings that it takes since it fell at 2026-11-22T00:00Z',
    ],
    ['nothing', [], '0 of 6 readings that it takes'],
  ])('refuses %s, and says so', (_, points, reason) => {
    expect(trendOf(points, asked)).toEqual({ state: 'unknown', reason })
    expect(atThisRate(trendOf(points, asked), 'it ends')).toBe('')
  })

  test('goes on from a reset once there are readings enough', () => {
    const trend = trendOf(daily([900, 950, 10, 20, 30, 40, 50, 60]), asked)
    expect(trend).toMatchObject({ state: 'known', perDay: 10, readings: 6, end: { days: 94 } })
  })

  test('of what does not grow has no end', () => {
    expect(
      endWords(
        trendOf(
          line(9, () => 5),
          asked,
        ),
      ),
    ).toBe('not coming nearer')
    expect(
      endWords(
        trendOf(
          line(9, (i) => 90 - i),
          { ...asked, restarts: false },
        ),
      ),
    ).toBe('not coming nearer')
    expect(
      endWords(
        trendOf(
          line(9, (i) => i),
          { limit: null, restarts: false },
        ),
      ),
    ).toBeNull()
  })

  test('law: later readings of the same line never say another day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 200 }), fc.integer({ min: 1, max: 50 }), (n, rate) => {
        const trend = trendOf(
          line(n, (i) => rate * i),
          { limit: rate * 1000, restarts: true },
        )
        expect(trend.state === 'known' && Math.round(trend.end?.days ?? -1)).toBe(1001 - n)
      }),
    )
  })
})

const SEQUENCE = {
  schema: 'public',
  name: 'id_seq',
  fills: 'public.t.id',
  readable: true,
  locked: false,
  last: '2000000000',
  start: '1',
  increment: '1',
  min: '1',
  own_max: '2147483647',
  max: '2147483647',
  cycles: false,
}

describe('the series of a target', () => {
  const days = Array.from({ length: 10 }, (_, i): Day => ({
    at: NOW - (9 - i) * DAY,
    figures: { size: 1e9 + i * 1e6, xid_age: 1e6 * (i + 1), disk_used: 4e9 + i * 1e8, disk_size: 8e9 },
    objects: {
      tables: {
        'public.big': { rows: 1e6 + 500 * i, exact: false, bytes: 5e8 + 1e6 * i },
        'public.small': { rows: 7, exact: true, bytes: 8192 },
      },
      sequences: { 'public.id_seq': { used: 1e9 + 1e7 * i, of: 2_147_483_646 } },
    },
  }))
  const readings: Readings = { days, hours: [] }
  const endOf = (series: Parameters<typeof trendIn>[1]) => {
    const trend = trendIn(readings, series)
    return trend.state === 'known' ? Math.round(trend.end?.days ?? -1) : trend.reason
  }
  const trend = (series: Parameters<typeof trendIn>[1]) => trendIn(readings, series)

  test('each has its own limit', () => {
    expect(endOf('sequence:public.id_seq')).toBe(106)
    expect(endOf('disk')).toBe(27)
    expect(endOf('xid_age')).toBe(Math.round((LAST_TRANSACTION - 1e7) / 1e6))
    expect(endOf('mxid_age')).toBe('0 of 6 readings that it takes')
    expect(endOf('sequence:public.gone')).toContain('0 of 6')
  })

  test('a finding says when it comes to its end', () => {
    const context = { now: NOW, server: { ...SERVER, xid_age: 1.7e9 }, samples: NO_SAMPLES, trend }
    const what = (id: HealthId, rows: unknown[]) => checkCalled(id).judge(rows, null, context).told[0]?.what
    expect(what('wraparound', [context.server])).toMatch(/At this rate that is in 6 years/)
    const disk = {
      attributes: { size_gb: 8, type: 'gp3' },
      metrics: { fs_size_bytes: 8e9, fs_used_bytes: 7e9, fs_avail_bytes: 1e9 },
    }
    expect(what('project-disk', [disk])).toMatch(/At this rate 95 % are used, and nobody may write, in 27 days/)
    expect(what('sequences', [SEQUENCE])).toMatch(/and fills public\.t\.id\. At this rate it ends in 106 days/)
    const early = checkCalled('sequences').judge([SEQUENCE], null, { ...context, trend: undefined }).told[0]?.what
    expect(early).toMatch(/and fills public\.t\.id\.$/)
  })

  test('a bigint’s bound keeps all its digits, also where there is none left', () => {
    const big = { ...SEQUENCE, max: '9223372036854775807', own_max: '9223372036854775807' }
    const shown = (last: string | null) => {
      const sequences = { 'public.id_seq': sequenceUse({ ...big, last }) }
      const day: Day = { at: NOW, figures: {}, objects: { tables: {}, sequences } }
      const [one] = trendsOf('shop', 'production', { days: [JSON.parse(JSON.stringify(day))], hours: [] }).series
      return one && valueText(one)
    }
    expect([shown('1'), shown(null), shown(big.max)]).toEqual([
      '1 of 9,223,372,036,854,775,807 (0 %)',
      '0 of 9,223,372,036,854,775,807 (0 %)',
      '9,223,372,036,854,775,807 of 9,223,372,036,854,775,807 (100 %)',
    ])
    expect(
      sequenceUse({ ...SEQUENCE, increment: '-1', start: '-1', min: '-2147483648', max: '-1', last: '-3' }),
    ).toEqual({
      used: 3,
      of: 2_147_483_648,
    })
  })

  test('what ends soon is an exit code: at its rate, perhaps, not known, not soon', () => {
    const view = trendsOf('shop', 'production', readings)
    const status = (within: number, given = view) => trendsStatus(given, within)
    expect([status(27), status(26)]).toEqual(['fail', 'pass'])
    const perhaps = view.series.map((one) =>
      one.trend.state === 'known' && one.trend.end
        ? { ...one, trend: { ...one.trend, end: { ...one.trend.end, soonest: 5 } } }
        : one,
    )
    expect(status(26, { ...view, series: perhaps })).toBe('warn')
    const young = trendsOf('shop', 'production', { days: days.slice(0, 3), hours: [] })
    expect([status(30, young), status(30, { ...view, series: [] })]).toEqual(['unknown', 'unknown'])
  })

  test('hours stand in where days are few', () => {
    const hours = Array.from({ length: 40 }, (_, i) => ({ at: NOW - i * 3_600_000, counters: { size: 1e9 - i * 1e6 } }))
    expect(trendIn({ days: [], hours }, 'size')).toMatchObject({ state: 'known', perDay: 2.4e7, readings: 40 })
  })

  test('what grows fastest comes first, and counted is told from estimated', () => {
    const view = trendsOf('shop', 'production', readings)
    expect(view.tables).toMatchObject([
      { name: 'public.big', exact: false, rowsPerDay: 500, bytesPerDay: 1e6 },
      { name: 'public.small', exact: true, rows: 7, bytesPerDay: 0 },
    ])
    expect(view.series.map(({ name }) => name)).toEqual(['size', 'disk', 'xid_age', 'sequence:public.id_seq'])
    expect(view.series.at(-1)?.says).toBe('10000000 a day; its end: 106 days (106 days to 106 days)')
  })
})
