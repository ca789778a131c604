const DAY = 86_400_000
const WEEK = 7 * DAY
/** 1970-01-05 was a Monday. */
const MONDAY = 4 * DAY

/** The Monday, 00:00 UTC, on or before a moment; ms. */
export const weekOf = (at: number): number => Math.floor((at - MONDAY) / WEEK) * WEEK + MONDAY

/** The Mondays of the weeks that a range touches, oldest first; ms, `to` not included. */
export function weeksOf(from: number, to: number): number[] {
  const first = weekOf(from)
  const n = Math.max(0, Math.ceil((to - first) / WEEK))
  return Array.from({ length: n }, (_, i) => first + i * WEEK)
}
