import type { NoTrend, Point, Trend } from '../../model/trends.ts'
import { theilSen } from './theil-sen.ts'

/** ms */
const DAY = 86_400_000
/** Fewer readings say nothing: Sen's interval of 90 % would hold every slope. */
const FEWEST = 6
/** Readings of a shorter time would tell a busy hour as a rate. ms */
const SHORTEST = DAY
/** More are thinned out: all pairs of them are compared. */
const MOST = 60

/** Of what a trend is asked. */
export interface Asked {
  /** At which value it ends; null: nowhere. */
  limit: number | null
  /** Whether a lower reading means that it began anew (a sequence, an age), and what was before says nothing. */
  restarts: boolean
}

/** What readings say of the time to come, or why they say nothing. Pure; the order of the readings is no matter. */
export function trendOf(points: readonly Point[], { limit, restarts }: Asked): Trend | NoTrend {
  const inOrder = points.toSorted((a, b) => a.at - b.at)
  const { fell, since } = restarts ? sinceRestart(inOrder) : { fell: null, since: inOrder }
  const [first, last] = [since[0], since.at(-1)]
  const why = fell === null ? '' : ` since it fell at ${new Date(fell).toISOString().slice(0, 16)}Z`
  if (first === undefined || last === undefined || since.length < FEWEST)
    return unknown(`${since.length} of ${FEWEST} readings that it takes${why}`)
  if (last.at - first.at < SHORTEST)
    return unknown(`readings of ${Math.round((last.at - first.at) / 3_600_000)} h${why}; it takes those of a day`)
  const slope = theilSen(thinned(since))
  if (slope === null) return unknown('its readings are all of one moment')
  const end = limit === null ? null : endOf(last, limit, slope)
  return { state: 'known', ...slope, readings: since.length, days: (last.at - first.at) / DAY, end }
}

const unknown = (reason: string): NoTrend => ({ state: 'unknown', reason })

/** The readings from the last one on that is lower than the one before. */
function sinceRestart(inOrder: readonly Point[]): { fell: number | null; since: readonly Point[] } {
  const at = inOrder.findLastIndex(({ value }, i) => value < (inOrder[i - 1]?.value ?? value))
  return at < 0 ? { fell: null, since: inOrder } : { fell: inOrder[at]?.at ?? null, since: inOrder.slice(at) }
}

/** At most MOST readings, evenly, the first and the last among them. */
const thinned = (points: readonly Point[]): Point[] =>
  points.length <= MOST
    ? [...points]
    : Array.from({ length: MOST }, (_, i) => points[Math.round((i * (points.length - 1)) / (MOST - 1))] ?? []).flat()

function endOf({ value }: Point, limit: number, { perDay, low, high }: { perDay: number; low: number; high: number }) {
  const left = Math.max(0, limit - value)
  const daysAt = (rate: number) => (rate > 0 ? left / rate : null)
  return { days: daysAt(perDay), soonest: daysAt(high), latest: daysAt(low) }
}
