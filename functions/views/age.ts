const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const

/** The distance of a moment from now, in its largest whole unit: `3 min ago`, `in 2 h`, `just now` within a second. */
export function age(at: number, now: number): string {
  const distance = Math.abs(now - at)
  const unit = units.find(([ms]) => distance >= ms)
  if (unit === undefined) return 'just now'
  const [ms, name] = unit
  const span = `${Math.floor(distance / ms)} ${name}`
  return at > now ? `in ${span}` : `${span} ago`
}
