import type { HttpAnswer, Outcome } from './channel.ts'
import { line } from './text.ts'

/** Nobody is asked again later than this because of a Retry-After, ms. */
const LONGEST = 3_600_000

/** What RFC 9110, 10.2.3 says: seconds, or a date. ms; null: not said. */
export function retryAfter({ headers }: Pick<HttpAnswer, 'headers'>, now: number): number | null {
  const text = headers.get('retry-after')?.trim()
  if (text === undefined || text === '') return null
  const wait = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 1000), LONGEST) : null
}

/** Statuses that a setting brings about, and what to look at. */
const LOOK_AT: Record<number, string> = {
  401: 'it does not believe the secret',
  403: 'the secret does not allow it',
  404: 'there is nothing at the address',
  410: 'what was at the address is gone',
}

/**
 * What a status comes to where a channel has nothing special: 2xx is sent, 429, 408, 425 and 5xx come again, the rest is
 * dead. `who` is the receiver, `mend` what to see to where it refuses.
 */
export function byStatus(answer: HttpAnswer, { who, mend, now }: { who: string; mend: string; now: number }): Outcome {
  const { status } = answer
  if (status >= 200 && status < 300) return { outcome: 'sent', reply: null }
  const said = saidIn(answer)
  const why = `${who} answered ${status}${said}`
  if (status === 429 || status === 408 || status === 425 || status >= 500)
    return { outcome: 'again', why, after: retryAfter(answer, now) }
  if (status >= 300 && status < 400)
    return { outcome: 'dead', why: `${who} redirects (${status}), which nobody follows with a secret`, mend }
  const reason = LOOK_AT[status]
  return { outcome: 'dead', why: reason === undefined ? why : `${why}: ${reason}`, mend }
}

/** The beginning of what a receiver said; whoever keeps it takes secrets out of it. */
export const saidIn = ({ body }: Pick<HttpAnswer, 'body'>): string => {
  const text = line(body).slice(0, 200).toWellFormed()
  return text === '' ? '' : ` (${text})`
}

/** The JSON of an answer; null where it has none. */
export function jsonIn({ body }: Pick<HttpAnswer, 'body'>): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

export const json = { 'Content-Type': 'application/json; charset=utf-8' }
