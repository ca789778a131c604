import { scaleUtc } from 'd3-scale'

/** A span of time that is shown, ms. */
export interface Span {
  from: number
  to: number
}

/** A moment on the axis: its place in percent of the width, and what stands there. */
export interface Tick {
  x: number
  label: string
}

const DAY = 86_400_000
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** Where a moment (ms) is on the axis, in percent of the width; what lies outside is put at its end. */
export function placeOn({ from, to }: Span): (at: number) => number {
  const width = Math.max(to - from, 1)
  return (at) => round((Math.min(Math.max(at, from), to) - from) / width) * 100
}

const round = (share: number) => Math.round(share * 1e4) / 1e4

/** Four to eight moments that people name: full hours, days, months; in UTC. */
export function ticksOf(span: Span): Tick[] {
  const place = placeOn(span)
  const { from, to } = span
  return scaleUtc([new Date(from), new Date(to)], [0, 1])
    .ticks(5)
    .map((date) => ({ x: place(date.getTime()), label: labelOf(date, to - from) }))
}

function labelOf(date: Date, width: number): string {
  const month = MONTHS[date.getUTCMonth()] ?? ''
  if (width <= 2 * DAY) return date.toISOString().slice(11, 16)
  if (width <= 120 * DAY) return `${month} ${date.getUTCDate()}`
  return date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : month
}
