import type { Point } from '../../model/trends.ts'

/** ms */
const DAY = 86_400_000
/** 95 % quantile of the normal distribution: between it and its mirror lie 90 %. */
const Z = 1.645

/** The slope through some points, per day, and the interval that holds it with a confidence of 90 %. */
export interface Slope {
  perDay: number
  low: number
  high: number
}

/**
 * The Theil–Sen estimator: the median of the slopes between all pairs of points, so that up to 29 % of the points may be anything at all.
 * The interval is Sen's, from the distribution of Kendall's τ (Sen 1968, "Estimates of the regression coefficient based on Kendall's
 * tau"). Points of the same moment make no pair.
 * @returns null where there is no pair
 */
export function theilSen(points: readonly Point[]): Slope | null {
  const slopes = points
    .flatMap((one, i) =>
      points
        .slice(i + 1)
        .flatMap((two) => (two.at === one.at ? [] : [((two.value - one.value) / (two.at - one.at)) * DAY])),
    )
    .toSorted((a, b) => a - b)
  if (slopes.length === 0) return null
  const n = points.length
  const spread = Z * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  const at = (rank: number) => slopes[Math.min(slopes.length - 1, Math.max(0, rank))] ?? Number.NaN
  return {
    perDay: (at((slopes.length - 1) >> 1) + at(slopes.length >> 1)) / 2,
    low: at(Math.floor((slopes.length - spread) / 2) - 1),
    high: at(Math.ceil((slopes.length + spread) / 2)),
  }
}
