import { measured, type Unit } from './units.ts'

/** A figure at a moment (ms); null: it could not be read then, which breaks the line. */
export interface Point {
  at: number
  value: number | null
}

/** One line of a chart: points in the order of time. */
export interface Series {
  name: string
  points: readonly Point[]
}

/**
 * At most `most` points of a series: of each of as many equal spans of time the highest, since a peak must not vanish. A span
 * that holds only unknowns stays unknown.
 */
export function thinned(points: readonly Point[], most: number): Point[] {
  const [first, last] = [points[0], points.at(-1)]
  if (points.length <= most || first === undefined || last === undefined) return [...points]
  const width = (last.at - first.at + 1) / most
  const spans = Map.groupBy(points, ({ at }) => Math.floor((at - first.at) / width))
  return [...spans.values()].map((span) => span.reduce((a, b) => ((b.value ?? -1) > (a.value ?? -1) ? b : a)))
}

/** `newest 12 ms, from 3 ms to 80 ms`: what a chart shows, in words. */
export function summaryOf({ points }: Series, unit: Unit): string {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]))
  const newest = points.at(-1)
  if (newest === undefined || values.length === 0) return 'nothing is known'
  const range = `from ${measured(Math.min(...values), unit)} to ${measured(Math.max(...values), unit)}`
  return `newest ${measured(newest.value, unit)}, ${range}`
}
