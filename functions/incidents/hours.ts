import type { Hours } from '../model/incident-policy.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(timeZone, made)
  return made
}

/** Whether `now` (ms) is within hours, on the wall clock of their own zone. */
export function isWithin({ zone, days, from, to }: Hours, now: number): boolean {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  )
  const minutes = Number(parts.hour) * 60 + Number(parts.minute)
  const day = DAYS.indexOf(parts.weekday ?? '') + 1
  if (from < to) return days.includes(day) && minutes >= from && minutes < to
  // Over midnight: the hours belong to the day on which they begin.
  if (minutes >= from) return days.includes(day)
  return minutes < to && days.includes(day === 1 ? 7 : day - 1)
}
