import { line } from 'd3-shape'
import type { FC } from 'hono/jsx'
import type { RunStatus } from '../../model/run.ts'
import { count } from '../words/text.ts'
import { placeOn } from './axis.ts'
import { summaryOf, thinned, type Point } from './points.ts'
import type { Unit } from './units.ts'

const HEIGHT = 24

interface SparklineProps {
  /** What the figure is, as in `latency`. */
  name: string
  unit: Unit
  points: readonly Point[]
}

/** A line the size of a word; what it shows is said in words to whoever does not see it. Needs two known figures. */
export const Sparkline: FC<SparklineProps> = ({ name, unit, points }) => {
  const shown = thinned(points, 60)
  const [first, last] = [shown[0]?.at ?? 0, shown.at(-1)?.at ?? 0]
  const place = placeOn({ from: first, to: last })
  const most = Math.max(...shown.map(({ value }) => value ?? 0), 1e-9)
  const path = line<Point>()
    .defined(({ value }) => value !== null)
    .x(({ at }) => place(at))
    .y(({ value }) => 2 + (1 - (value ?? 0) / most) * (HEIGHT - 4))
    .digits(1)
  return (
    <svg class="spark" viewBox={`0 0 100 ${HEIGHT}`} preserveAspectRatio="none" role="img">
      <title>{`${name}: ${summaryOf({ name, points: shown }, unit)}`}</title>
      <path class="line line-1" d={path(shown) ?? ''} />
    </svg>
  )
}

/** How high a run's bar stands: what is graver is higher, so that colour only repeats it. */
const HEIGHTS: Record<RunStatus, number> = { pass: 8, warn: 15, unknown: 19, fail: HEIGHT }

const GRAVEST = ['fail', 'unknown', 'warn', 'pass'] as const satisfies RunStatus[]

interface RunBarsProps {
  runs: readonly RunStatus[]
  /** For how many there is room: all drawings of a page have bars of one width, the newest at the right. */
  room: number
  /** What they say in words, where that is not how many runs there were of which status. */
  said?: string
}

/** The last runs as bars, oldest first; in words: `24 runs: 2 fail, 22 pass`. Nothing where there was no run. */
export const RunBars: FC<RunBarsProps> = ({ runs, room, said }) => {
  if (runs.length === 0) return null
  const step = 100 / Math.max(room, runs.length)
  const first = 100 - runs.length * step
  return (
    <svg class="spark" viewBox={`0 0 100 ${HEIGHT}`} preserveAspectRatio="none" role="img">
      <title>{said ?? runsSaid(runs)}</title>
      {GRAVEST.map((status) => {
        const d = runs.flatMap((run, i) => (run === status ? [bar(first + i * step, step, HEIGHTS[run])] : [])).join('')
        return d === '' ? null : <path class={`bar ${status}`} d={d} />
      })}
    </svg>
  )
}

/** `24 runs: 2 fail, 22 pass`, the gravest first. */
export function runsSaid(runs: readonly RunStatus[]): string {
  const counts = GRAVEST.flatMap((status) => {
    const n = runs.filter((run) => run === status).length
    return n === 0 ? [] : [`${n} ${status}`]
  })
  return `${count(runs.length, 'run')}: ${counts.join(', ')}`
}

const short = (value: number) => Number(value.toFixed(2))

const bar = (x: number, step: number, height: number) =>
  `M${short(x)} ${HEIGHT}v${-height}h${short(step * 0.75)}v${height}z`
