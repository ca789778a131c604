import canonicalize from 'canonicalize'
import { z } from 'zod'
import { Decision } from './decision.ts'
import { Severity, type Finding } from './finding.ts'
import { sha256 } from './parts.ts'

/** A person's word that a finding may stay as it is; times in ms since the epoch. */
export const Acceptance = Decision.extend({
  at: z.number(),
  /** null: until it is withdrawn. */
  until: z.number().nullable(),
})
export type Acceptance = z.infer<typeof Acceptance>

/** An acceptance that holds no longer: the finding is another than was accepted, or the time is over. */
export const Lapsed = Acceptance.extend({ why: z.enum(['changed', 'expired']) })
export type Lapsed = z.infer<typeof Lapsed>

/** An acceptance as it is kept: of one finding, in one state. */
export const KeptAcceptance = Acceptance.extend({ key: z.string(), state: z.string() })
export type KeptAcceptance = z.infer<typeof KeptAcceptance>

/** The acceptances of a target, by the key of the finding. */
export type Acceptances = ReadonlyMap<string, KeptAcceptance>

/** What a person sends to accept a finding. */
export const AcceptRequest = Decision.extend({
  expires: z
    .string()
    .optional()
    .describe('A time (2026-12-31T00:00:00Z), a day, or how long: 12h, 30d, 8w; at most a year'),
})
export type AcceptRequest = z.infer<typeof AcceptRequest>

/**
 * What is accepted: the finding itself. The words of its mend may change while it stays the same; of a figure that moves, it is
 * accepted that it has reached its limit.
 */
export async function stateOf(finding: Finding): Promise<string> {
  if (finding.type === 'health.check') return sha256(canonicalize([finding.key, finding.severity]) ?? '')
  return sha256(canonicalize({ ...finding, mend: [] }) ?? '')
}

/** What must not be forgotten: these are accepted for a time only. */
export const mustExpire = (severity: Severity): boolean => severity === 'critical' || severity === 'high'

const DAY = 86_400_000
const UNITS: Readonly<Record<string, number>> = { h: DAY / 24, d: DAY, w: 7 * DAY }
/** The longest time for which anything is accepted, ms; whoever wants more looks at it again once a year. */
const LONGEST = 366 * DAY

const Time = z.union([z.iso.datetime({ offset: true }), z.iso.date()])

/** The end that a text names, from `now` on (ms); or what is wrong with it. */
export function expiryOf(text: string, now: number): { until: number } | { wrong: string } {
  const [, count = '', unit = ''] = /^(\d{1,5})([hdw])$/.exec(text) ?? []
  const length = Number(count) * (UNITS[unit] ?? Number.NaN)
  const until = Number.isNaN(length) ? timeOf(text) : now + length
  if (until === null) return { wrong: 'is neither a time as 2026-12-31T00:00:00Z nor a length as 30d' }
  if (until <= now) return { wrong: 'is over already' }
  return until - now > LONGEST ? { wrong: 'is more than a year away' } : { until }
}

const timeOf = (text: string): number | null => (Time.safeParse(text).success ? Date.parse(text) : null)
