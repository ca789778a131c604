import jstat from 'jstat'

/** A sample by its moments; variance is the population's, of which PostgreSQL keeps the square root. */
export interface Sampled {
  calls: number
  mean: number
  variance: number
}

/**
 * Chance that the mean of `after` is as much greater than that of `before` while both are of one distribution: Welch's t-test, one-sided,
 * with the degrees of freedom of Welch and Satterthwaite. Two samples without any spread: 0 where `after` is greater, else 1.
 */
export function chanceOfSlower(before: Sampled, after: Sampled): number {
  const [b, a] = [errorOf(before), errorOf(after)]
  const difference = after.mean - before.mean
  if (a + b === 0) return difference > 0 ? 0 : 1
  const freedom = (a + b) ** 2 / (a ** 2 / (after.calls - 1) + b ** 2 / (before.calls - 1))
  return jstat.studentt.cdf(-difference / Math.sqrt(a + b), freedom)
}

/** The squared standard error of a mean. */
const errorOf = ({ calls, variance }: Sampled): number => variance / (calls - 1)
