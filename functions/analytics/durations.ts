import type { Durations } from '../model/analytics.ts'

/** The middle and the longest of some durations (ms); of an even number the mean of the two in the middle. */
export function durationsOf(all: readonly number[]): Durations {
  const sorted = all.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return {
    of: sorted.length,
    median: low === undefined || high === undefined ? null : (low + high) / 2,
    longest: sorted.at(-1) ?? null,
  }
}
