import type { AppliedOnDay } from '../model/analytics.ts'

/** How many migrations were applied and undone from one day to the next that is known, and when (ms). */
export interface Step {
  day: number
  applied: number
  undone: number
}

/** What the days of one target say of its migrations: the difference of each from the one before that is known. */
export function stepsOf(days: readonly AppliedOnDay[]): Step[] {
  const known = days
    .flatMap(({ day, applied }) => (applied === null ? [] : [{ day, applied }]))
    .toSorted((a, b) => a.day - b.day)
  return known.flatMap(({ day, applied }, i) => {
    const before = known[i - 1]
    if (before === undefined) return []
    const more = applied - before.applied
    return [{ day, applied: Math.max(more, 0), undone: Math.max(-more, 0) }]
  })
}
