const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The longest snooze, ms: what may stay for longer is accepted, with a reason. */
const LONGEST = 7 * 86_400_000

/** The end of a snooze that a text names (`30m`, `4h`, `2d`), from `now` on (ms); or what is wrong with it. */
export function snoozeUntil(text: string, now: number): { until: number } | { wrong: string } {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? []
  const length = Number(count) * (UNITS[unit] ?? Number.NaN)
  if (!(length > 0)) return { wrong: 'is no length as 30m, 4h or 2d' }
  return length > LONGEST ? { wrong: 'is more than 7 days: accept the finding instead' } : { until: now + length }
}
