import type { Circumstances } from '../../../functions/incidents/machine.ts'
import { IncidentPolicy } from '../../../functions/model/incident-policy.ts'

/** 2026-01-05, a Monday, at midnight UTC. */
export const MONDAY = Date.UTC(2026, 0, 5)
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export const policy = (own: object = {}): IncidentPolicy => IncidentPolicy.parse(own)

export const when = (minutes: number, own: Partial<Circumstances> = {}): Circumstances => ({
  now: MONDAY + minutes * MINUTE,
  policy: policy(),
  threshold: { failures: 1, successes: 1 },
  muted: false,
  maintenance: false,
  ...own,
})
