import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeOn, ticksOf } from '../../../functions/views/charts/axis.ts'
import { LineChart } from '../../../functions/views/charts/line-chart.tsx'
import { thinned, type Point } from '../../../functions/views/charts/points.ts'
import { scaleUpTo } from '../../../functions/views/charts/scale.ts'
import { RunBars, Sparkline } from '../../../functions/views/charts/sparkline.tsx'
import { measured } from '../../../functions/views/charts/units.ts'

const HOUR = 3_600_000
const NOON = Date.UTC(2026, 10, 23, 12)

const points = (...values: (number | null)[]): Point[] => values.map((value, i) => ({ at: NOON + i * HOUR, value }))

test.each([
  [850, 'ms', '850 ms'],
  [1254, 'ms', '1.25 s'],
  [600_000, 'ms', '10 min'],
  [0, 'bytes', '0 B'],
  [1536, 'bytes', '1.5 kB'],
  [3.5 * 1024 ** 3, 'bytes', '3.5 GB'],
  [12.345, 'percent', '12.3 %'],
  [12_345.6, 'count', '12,346'],
  [null, 'ms', 'unknown'],
] as const)('%s as %s is %s', (value, unit, text) => expect(measured(value, unit)).toBe(text))

test('the steps of a scale are round in what people read', () => {
  expect(scaleUpTo(900 * 1024, 'bytes').ticks.map((value) => measured(value, 'bytes'))).toEqual([
    '0 B',
    '500 kB',
    '1000 kB',
  ])
  expect(
    scaleUpTo(240_000, 'ms')
      .ticks.map((value) => measured(value, 'ms'))
      .at(-1),
  ).toBe('4 min')
  expect(scaleUpTo(0, 'count')).toEqual({ top: 1, ticks: [0, 1] })
  expect(scaleUpTo(1, 'count').ticks).toEqual([0, 1])
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e15, noNaN: true }), (most) => {
      expect(scaleUpTo(most, 'bytes').top).toBeGreaterThanOrEqual(most)
    }),
  )
})

test('moments are named by the width of what is shown', () => {
  const labels = (width: number) => ticksOf({ from: NOON - width, to: NOON }).map(({ label }) => label)
  expect(labels(24 * HOUR)).toEqual(['12:00', '18:00', '00:00', '06:00', '12:00'])
  expect(labels(30 * 24 * HOUR)[0]).toBe('Oct 25')
  expect(labels(365 * 24 * HOUR)).toContain('2026')
  expect(placeOn({ from: NOON, to: NOON })(NOON)).toBe(0)
})

test('what is thinned has its peak, its order, and no more points than were asked for', () => {
  const value = fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null })
  fc.assert(
    fc.property(fc.array(value, { maxLength: 400 }), fc.integer({ min: 1, max: 60 }), (values, most) => {
      const thin = thinned(points(...values), most)
      expect(thin.length).toBeLessThanOrEqual(most)
      expect(Math.max(...thin.map(({ value: v }) => v ?? -1))).toBe(Math.max(...values.map((v) => v ?? -1)))
      expect(thin.map(({ at }) => at)).toEqual(thin.map(({ at }) => at).toSorted((a, b) => a - b))
    }),
  )
})

const chart = (...values: (number | null)[]) =>
  String(<LineChart id="c" title="Latency" unit="ms" series={[{ name: '<db>', points: points(...values) }]} />)

describe('a chart of lines', () => {
  test('says in words and in a table what it draws', () => {
    const html = chart(10, 80, 12)
    expect(html).toContain('&lt;db&gt;: newest 12 ms, from 10 ms to 80 ms')
    expect(html).toContain('<th scope="row">2026-11-23 14:00:00 UTC</th><td>12 ms</td>')
    expect(html).not.toContain('style=')
  })
  test('an unknown breaks the line; a point between two of them is a dot, and so is the newest', () => {
    expect(
      chart(1, 2, null, 3, 4)
        .match(/ d="([^"]*)"/)?.[1]
        ?.match(/M/g),
    ).toHaveLength(2)
    expect(chart(1, 1, null, 3, null, 5, 5).match(/<circle/g)).toHaveLength(2)
    // Readings so near to each other that a line between them has no length.
    expect(chart(5, 5).match(/<circle/g)).toHaveLength(1)
    expect(chart(1, null)).toContain('<td>unknown</td>')
  })
  test('nothing that is known is said, not drawn', () => {
    expect(chart()).toContain('No figure is known yet.')
    expect(chart(null, null)).not.toContain('<svg')
  })
})

test('small charts say what they show', () => {
  expect(String(<RunBars runs={['pass', 'fail', 'pass']} room={24} />)).toContain(
    '<title>3 runs: 1 fail, 2 pass</title>',
  )
  expect(String(<RunBars runs={[]} room={24} />)).toBe('')
  expect(String(<Sparkline name="latency" unit="ms" points={points(1, null, 3)} />)).toContain(
    'latency: newest 3 ms, from 1 ms to 3 ms',
  )
})
