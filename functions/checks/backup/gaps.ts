import type { PhysicalBackup } from '../../model/backup/reading.ts'

const DAY = 86_400_000

/** ms → 2026-01-31 */
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/**
 * The days (UTC) without a COMPLETED backup, from the oldest that is listed to `now` (ms), the oldest first. Today and yesterday are no
 * gaps while the newest is not older than a day: the time of a backup moves.
 */
export function gapsIn(listed: readonly PhysicalBackup[], now: number): string[] {
  const done = listed.filter(({ status, at }) => status === 'COMPLETED' && at <= now).map(({ at }) => at)
  if (done.length === 0) return []
  const covered = new Set(done.map(dayOf))
  const newest = Math.max(...done)
  const last = now - newest <= DAY ? newest : now - DAY
  const days: string[] = []
  for (let day = Math.min(...done); dayOf(day) <= dayOf(last); day += DAY)
    if (!covered.has(dayOf(day))) days.push(dayOf(day))
  return days
}
