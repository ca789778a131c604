import jstat from 'jstat'
import { mean } from './numbers.ts'

/** How many transactions ended in one second of the clock. */
export interface Second {
  /** Seconds since the epoch. */
  at: number
  transactions: number
}

/** When something was done beside them; ms since the epoch. */
export interface Done {
  from: number
  to: number
}

/** So many seconds before it, and after it, say what is usual. */
const AROUND = 3

/**
 * How many seconds' worth of transactions are missing, for each thing that was done: those of the seconds that it touched, against the mean of
 * the seconds just before and just after it that nothing touched. Negative where there were more. What has no usual on both sides, as at
 * the ends of a run, is left out.
 */
export function lossesOf(seconds: readonly Second[], done: readonly Done[], all: readonly Done[] = done): number[] {
  const counts = new Map(seconds.map(({ at, transactions }) => [at, transactions]))
  const touched = new Set(all.flatMap(secondsOf))
  const usualOf = (from: number, step: 1 | -1) =>
    Array.from({ length: AROUND }, (_, i) => from + step * (i + 1)).flatMap((at) =>
      touched.has(at) ? [] : (counts.get(at) ?? []),
    )
  return done.flatMap((one) => {
    const own = secondsOf(one)
    const [first, last] = [own[0] ?? 0, own.at(-1) ?? 0]
    const [before, after] = [usualOf(first, -1), usualOf(last, 1)]
    const there = own.flatMap((at) => counts.get(at) ?? [])
    if (before.length === 0 || after.length === 0 || there.length < own.length) return []
    const usual = (mean(before) + mean(after)) / 2
    return usual === 0 ? [] : [there.reduce((lost, count) => lost + (1 - count / usual), 0)]
  })
}

/** The seconds of the clock that something touched. */
function secondsOf({ from, to }: Done): number[] {
  const first = Math.floor(from / 1000)
  return Array.from({ length: Math.floor(to / 1000) - first + 1 }, (_, i) => first + i)
}

/** A mean, and the interval that holds it with a confidence of 95 % (Student's t). */
export interface Within {
  mean: number
  low: number
  high: number
  count: number
}

/** @returns NaN of fewer than two values */
export function meanWithin(values: readonly number[]): Within {
  const middle = mean(values)
  const count = values.length
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (count - 1)
  const reach = jstat.studentt.inv(0.975, count - 1) * Math.sqrt(variance / count)
  return { mean: middle, low: middle - reach, high: middle + reach, count }
}
