import type { NoTrend, Trend } from '../../model/trends.ts'

/** Further ahead nobody asks. days */
const FAR = 3650

/** `41 days`, `3 years`, `more than 10 years`. */
export function ahead(days: number): string {
  if (days > FAR) return 'more than 10 years'
  if (days >= 730) return `${Math.round(days / 365)} years`
  return days < 2 ? `${Math.round(days * 24)} h` : `${Math.round(days)} days`
}

/** `41 days (34 to 52)`; what is not known, and why. null: nothing limits it. */
export function endWords(trend: Trend | NoTrend): string | null {
  if (trend.state === 'unknown') return `not known: ${trend.reason}`
  if (trend.end === null) return null
  const { days, soonest, latest } = trend.end
  if (days === null) return soonest === null ? 'not coming nearer' : `not coming nearer (soonest ${ahead(soonest)})`
  const from = soonest === null ? '' : ahead(soonest)
  return `${ahead(days)} (${from} to ${latest === null ? 'never' : ahead(latest)})`
}

/** A sentence for a finding: what comes at this rate; '' where nobody can tell. */
export function atThisRate(trend: Trend | NoTrend | null, what: string): string {
  if (trend === null || trend.state === 'unknown' || trend.end === null || trend.end.days === null) return ''
  const { readings, days } = trend
  return ` At this rate ${what} in ${endWords(trend)}, by ${readings} readings of ${ahead(days)}.`
}
