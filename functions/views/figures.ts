import { z } from 'zod'
import type { Point, Series } from './charts/points.ts'
import { summaryOf } from './charts/points.ts'
import type { Unit } from './charts/units.ts'
import { dim, visible, type TextOptions } from './text/lines.ts'

/** Figures of a target over time, on one axis; times in ms. */
export interface FiguresView {
  target: string
  from: number
  to: number
  charts: { id: string; title: string; unit: Unit; series: Series[] }[]
  /** The deploys of that time. */
  deploys: { at: number; label: string }[]
}

/** How long runs of a span took. */
interface Timed {
  at: number
  mean: number | null
  most: number | null
}

interface Sampled {
  at: number
  connections: number | null
  allowed: number | null
  size: number | null
}

const of = <T extends { at: number }>(name: string, rows: readonly T[], value: (row: T) => number | null): Series => ({
  name,
  points: rows.map((row): Point => ({ at: row.at, value: value(row) })),
})

/** What was read of a target, as charts: latency of looks, connections, size. */
export function chartsOf(times: readonly Timed[], sampled: readonly Sampled[]): FiguresView['charts'] {
  return [
    {
      id: 'latency',
      title: 'How long looks took',
      unit: 'ms',
      series: [of('mean', times, ({ mean }) => mean), of('longest', times, ({ most }) => most)],
    },
    {
      id: 'connections',
      title: 'Connections of the server',
      unit: 'count',
      series: [
        of('in use', sampled, ({ connections }) => connections),
        of('max_connections', sampled, ({ allowed }) => allowed),
      ],
    },
    { id: 'size', title: 'Size of the database', unit: 'bytes', series: [of('size', sampled, ({ size }) => size)] },
  ]
}

const Time = z.iso.datetime()

/** The figures of a target as JSON answers show them. */
export const FiguresJson = z.object({
  target: z.string(),
  from: Time,
  to: Time,
  charts: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      unit: z.enum(['ms', 'bytes', 'count', 'percent']),
      series: z.array(
        z.object({
          name: z.string(),
          points: z.array(z.object({ at: Time, value: z.number().nullable().describe('null: it could not be read') })),
        }),
      ),
    }),
  ),
  deploys: z.array(z.object({ at: Time, label: z.string() })),
})
export type FiguresJson = z.infer<typeof FiguresJson>

const iso = (ms: number) => new Date(ms).toISOString()
const dated = <T extends { at: number }>(one: T) => ({ ...one, at: iso(one.at) })

/** The same with times as ISO 8601. */
export const figuresJson = ({ target, from, to, charts, deploys }: FiguresView): FiguresJson => ({
  target,
  from: iso(from),
  to: iso(to),
  charts: charts.map((chart) => ({
    ...chart,
    series: chart.series.map(({ name, points }) => ({ name, points: points.map(dated) })),
  })),
  deploys: deploys.map(dated),
})

const BLOCKS = '▁▂▃▄▅▆▇█'

/** Figures as a row of blocks, as wide as there are points; a blank is unknown. */
function blocksOf(points: readonly Point[]): string {
  const most = Math.max(...points.map(({ value }) => value ?? 0), 1e-9)
  const block = (value: number) => BLOCKS[Math.min(Math.floor((value / most) * 8), 7)] ?? ''
  return points.map(({ value }) => (value === null ? ' ' : block(value))).join('')
}

/** Each series in a line of blocks and a line of words. */
export function figuresText({ target, from, to, charts }: FiguresView, options: TextOptions): string {
  const most = options.width - 2
  const lines = charts.flatMap(({ title, unit, series }) => [
    '',
    title,
    ...series.flatMap((one) => [
      `  ${visible(one.name)}: ${summaryOf(one, unit)}`,
      ...(one.points.length < 2 ? [] : [dim(`  ${blocksOf(one.points.slice(-most))}`, options)]),
    ]),
  ])
  return [`${target} from ${iso(from)} to ${iso(to)}`, ...lines].join('\n')
}
