/** The Management API turns requests away for the rest of a minute (supabase.md). ms */
const REST_OF_A_MINUTE = 60_000
/** Shorter waits only make another refusal. ms */
const LEAST = 250
/** A number above this is a time, not a duration. s */
const EPOCH = 1_000_000_000

/**
 * How long to wait after a 429, ms: as X-RateLimit-Reset or Retry-After say (seconds, a time in seconds since the epoch, or
 * a date), the longer of both; the rest of a minute where neither says anything.
 */
export function waitAfter(headers: Headers, now: number): number {
  const waits = ['x-ratelimit-reset', 'retry-after'].flatMap((name) => waitIn(headers.get(name), now))
  return waits.length === 0 ? REST_OF_A_MINUTE : Math.max(LEAST, ...waits)
}

function waitIn(value: string | null, now: number): number[] {
  if (value === null || value.trim() === '') return []
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return [seconds > EPOCH ? seconds * 1000 - now : seconds * 1000]
  const at = Date.parse(value)
  return Number.isNaN(at) ? [] : [at - now]
}
