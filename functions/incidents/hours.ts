import type { Hours } from '../model/incident-policy.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' })
  formats.set(timeZone, made)
  return made
}

/** Whether people may be paged at `now` (ms), on the wall clock of the hours' own zone. */
export function isWithin(hours: Hours, now: number): boolean {
  const parts = Object.fromEntries(
    formatOf(hours.zone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  )
  const minutes = Number(parts.hour) * 60 + Number(parts.minute)
  return hours.days.includes(DAYS.indexOf(parts.weekday ?? '') + 1) && minutes >= hours.from && minutes < hours.to
}
