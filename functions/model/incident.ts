import { z } from 'zod'
import { Severity } from './finding.ts'

/**
 * suspect: seen, but not often enough to bother anybody · open · recovering: absent, but not often enough to be believed ·
 * resolved: over; what comes back is another incident.
 */
export const Stage = z.enum(['suspect', 'open', 'recovering', 'resolved'])
export type Stage = z.infer<typeof Stage>

/** Findings of one cause on which people must act; times in ms since the epoch. */
export const Incident = z.object({
  /** What its findings have in common, see incidents/cause.ts; stable. */
  cause: z.string(),
  stage: Stage,
  /** The worst of its findings now, and the worst that it ever was. */
  severity: Severity,
  worst: Severity,
  /** Keys of its findings when it was last seen. */
  findings: z.array(z.string()),
  /** When it was seen first. */
  since: z.number(),
  openedAt: z.number().nullable(),
  resolvedAt: z.number().nullable(),
  /** How often in a row it was seen (suspect) or absent (recovering). */
  streak: z.number().int(),
  acknowledged: z.object({ at: z.number(), by: z.string() }).nullable(),
  snoozedUntil: z.number().nullable(),
  /** From when the clock of its severity runs: opened, raised, or woken from a snooze. */
  clockFrom: z.number(),
  /** What somebody must still be told: not yet sent because of the hour, a window or a mute. */
  owed: z.enum(['opened', 'raised']).nullable(),
  /** How far along the chain people were paged since it opened or was raised: 0 nobody, 1 the first. */
  level: z.number().int(),
  /** The farthest along the chain that anybody was ever paged of it. */
  reached: z.number().int(),
  /** How many pages it has sent: numbers them. */
  pages: z.number().int(),
  /** When the newest page was sent. */
  pagedAt: z.number().nullable(),
})
export type Incident = z.infer<typeof Incident>

/** What happens to an incident. `seen` and `absent` come from a run that could look; `unknown` from one that could not. */
export type IncidentEvent =
  | { type: 'seen'; severity: Severity; findings: readonly string[] }
  | { type: 'absent' }
  | { type: 'unknown' }
  | { type: 'tick' }
  | { type: 'acknowledge'; by: string }
  | { type: 'snooze'; until: number; by: string }
  | { type: 'resolve'; by: string }

/** Why people are told of an incident; acknowledged and resolved go to all who were told of it before. */
export const PageReason = z.enum(['opened', 'raised', 'reminder', 'escalated', 'acknowledged', 'resolved'])
export type PageReason = z.infer<typeof PageReason>

/** One message to the people at a level of the chain. */
export interface Page {
  reason: PageReason
  /** From 1; of what goes to all who were told before, how far that is. */
  level: number
  /** From 1, counted in the incident: with its id the key that receivers tell duplicates by. */
  number: number
}
