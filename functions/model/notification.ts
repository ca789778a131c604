import { z } from 'zod'
import { Severity } from './finding.ts'
import { PageReason, Stage } from './incident.ts'
import { Told } from './told.ts'

export { MOST_TOLD, Told } from './told.ts'

/** What an incident's message says of it, as it was when the message was decided. */
const OfIncident = z.object({
  kind: z.literal('incident'),
  /** The incident's id: what is said of one incident belongs together. */
  incident: z.string(),
  reason: PageReason,
  /** How far along the chain, from 1. */
  level: z.number().int(),
  stage: Stage,
  severity: Severity,
  title: z.string(),
  /** ms since the epoch */
  since: z.number(),
  acknowledgedBy: z.string().nullable(),
  /** The gravest, at most MOST_TOLD. */
  findings: z.array(Told),
  /** How many there are; absent: those are all. */
  total: z.number().int().exactOptional(),
})

/** A migration that is to come, comes, or came. */
const OfMigration = z.object({
  kind: z.literal('announcement'),
  /** The announcement's id: what is said of one belongs together. */
  announcement: z.string(),
  step: z.enum(['announced', 'reminder', 'started', 'update', 'done', 'cancelled']),
  title: z.string(),
  /** Paragraphs, in Markdown's simplest form. */
  body: z.array(z.string()),
})

/** Somebody wants to know whether a channel works. */
const Test = z.object({ kind: z.literal('test'), by: z.string() })

/** What is told to people through one channel. Holds no secret and no signed link: those are made when it is sent. */
export const Notification = z.object({
  /** Stable: receivers tell duplicates by it. */
  key: z.string(),
  /** When it was decided; ms since the epoch. */
  at: z.number(),
  target: z.string(),
  about: z.discriminatedUnion('kind', [OfIncident, OfMigration, Test]),
})
export type Notification = z.infer<typeof Notification>

/** What belongs together in a channel: all that is said of one incident, or of one announcement. */
export const threadOf = ({ about, key }: Notification): string => {
  switch (about.kind) {
    case 'incident':
      return `incident:${about.incident}`
    case 'announcement':
      return `announcement:${about.announcement}`
    case 'test':
      return `test:${key}`
  }
}
