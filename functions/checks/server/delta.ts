import { SINCE_BEFORE, type Sample } from '../../model/health.ts'
import type { CheckContext, Doubt } from '../check.ts'

/** What happened between an earlier sample and now. */
export interface Delta {
  /** How much each counter grew. */
  grown: Readonly<Record<string, number>>
  hours: number
}

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19)

const unknown = (reason: string): Doubt => ({ subject: SINCE_BEFORE, reason, mend: null })

/** Nothing can be told yet. */
export const FIRST_LOOK = unknown(
  'this is the first look, and there is none to compare it with; one of the next ones will tell',
)

/** A rate is never told of less than the time between two ticks: one event in ten seconds is not 360 an hour. h */
const SHORTEST = 5 / 60

/** What became of some counters since a sample, or why that cannot be told: never a guess over a reset. */
export function since(
  before: Sample | null,
  { server, now }: CheckContext,
  counters: Readonly<Record<string, number | null>>,
): Delta | Doubt {
  if (before === null) return FIRST_LOOK
  // The server's clock is read in fractions of a millisecond.
  if (Math.abs(server.started - before.started) > 1000)
    return unknown(`PostgreSQL was started again at ${iso(server.started)}: its counters are not those of before`)
  if (server.stats_reset !== before.statsReset)
    return unknown(
      `the statistics were reset at ${iso(server.stats_reset ?? now)}: its counters are not those of before`,
    )
  const grown: Record<string, number> = {}
  for (const [name, value] of Object.entries(counters)) {
    const old = before.counters[name]
    if (value === null || old === undefined) return unknown(`the look before did not read ${name}`)
    if (value < old) return unknown(`${name} fell from ${old} to ${value}: the statistics were reset in between`)
    grown[name] = value - old
  }
  return { grown, hours: Math.max((now - before.at) / 3_600_000, SHORTEST) }
}

/** Whether nothing can be told. */
export const isDoubt = (delta: Delta | Doubt): delta is Doubt => 'reason' in delta
