/** Per user, project and endpoint (supabase.com/docs/reference/api/introduction). */
const LIMIT = 120
const MINUTE = 60_000

/** Counts requests by endpoint and minute. */
export class RateLimit {
  readonly #counts = new Map<string, number>()
  readonly #limit: number
  constructor(limit: number = LIMIT) {
    this.#limit = limit
  }

  /** Counts a request at `now` (ms): whether it is too many, and the headers that say how many are left. */
  count(endpoint: string, now: number): { exceeded: boolean; headers: Record<string, string> } {
    const minute = Math.floor(now / MINUTE)
    const key = `${endpoint} ${minute}`
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    const exceeded = count > this.#limit
    const reset = String(Math.ceil(((minute + 1) * MINUTE - now) / 1000))
    return {
      exceeded,
      headers: {
        'X-RateLimit-Limit': String(this.#limit),
        'X-RateLimit-Remaining': String(Math.max(0, this.#limit - count)),
        'X-RateLimit-Reset': reset,
        ...(exceeded && { 'Retry-After': reset }),
      },
    }
  }
}
