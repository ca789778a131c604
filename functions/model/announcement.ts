import { z } from 'zod'
import { personsText } from './decision.ts'
import { PreflightVerdict } from './preflight.ts'

/**
 * announced: it is to come · started: its migrations run · done: they ran · cancelled: it does not come.
 * A migration that was announced is told of before, when it begins, and when it is over.
 */
export const AnnouncementState = z.enum(['announced', 'started', 'done', 'cancelled'])
export type AnnouncementState = z.infer<typeof AnnouncementState>

/** How risky a migration is, by its preflight: unknown where it was not, or could not be, foretold. */
export const Risk = z.enum(['low', 'medium', 'high', 'unknown'])
export type Risk = z.infer<typeof Risk>

/** What a preflight foretold of an announced migration, in short. */
export const ForetoldInShort = z.object({
  /** null: nothing was sent, or the target could not be asked. */
  verdict: PreflightVerdict.nullable(),
  risk: Risk,
  /** Tags of the pending migrations, in their order. */
  pending: z.array(z.string()),
  /** Why it is risky, the gravest first. */
  reasons: z.array(z.string()),
})
export type ForetoldInShort = z.infer<typeof ForetoldInShort>

/** What somebody tells of a migration that is to come. */
export const AnnouncementRequest = z.strictObject({
  by: personsText(200).describe('Who announces it'),
  title: personsText(200).describe('What is to be done, in one line'),
  at: z.iso.datetime({ offset: true }).describe('When it begins: 2026-12-01T20:00:00Z'),
  rollback: personsText(2000)
    .exactOptional()
    .describe('How it is taken back, where that is another way than the usual'),
})
export type AnnouncementRequest = z.infer<typeof AnnouncementRequest>

/** A migration that is told of before it comes; times in ms since the epoch. */
export const Announcement = z.object({
  /** `<target>-a<n>` */
  id: z.string(),
  target: z.string(),
  n: z.number().int(),
  /** How often it was written. */
  version: z.number().int(),
  state: AnnouncementState,
  by: z.string(),
  title: z.string(),
  /** When it begins. */
  at: z.number(),
  announcedAt: z.number(),
  endedAt: z.number().nullable(),
  rollback: z.string().nullable(),
  foretold: ForetoldInShort,
  /** The reminders that were sent: hours before. */
  reminded: z.array(z.number().int()),
  /** How many messages it has sent: numbers them. */
  messages: z.number().int(),
  /** What was told of it, the oldest first. */
  said: z.array(z.object({ at: z.number(), step: z.string(), by: z.string(), text: z.string() })),
})
export type Announcement = z.infer<typeof Announcement>
