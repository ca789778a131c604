import { z } from 'zod'
import { FlavourName, Layout } from './flavour.ts'
import { JournalRow, Reason, RunFailure, VerdictName } from './prediction.ts'

/** An entry of the folder, its row, and what Drizzle will do with it. */
export const JournalEntryView = z.object({
  tag: z.string(),
  /** ms; null: the folder's name begins with no date. */
  when: z.number().nullable(),
  hash: z.string().nullable(),
  verdict: VerdictName,
  reason: Reason,
  row: JournalRow.nullable(),
  /** Rows beyond the first. */
  spare: z.array(JournalRow),
})
export type JournalEntryView = z.infer<typeof JournalEntryView>

/** The journal table as Drizzle sees it, beside the folder. */
export const JournalView = z.object({
  target: z.string(),
  environment: z.string(),
  /** As SQL writes it. */
  table: z.string(),
  flavour: FlavourName,
  layout: Layout.nullable(),
  /** absent: there is no such table. */
  state: z.enum(['read', 'absent', 'unknown']),
  /** Why the table, or what it is compared with, could not be looked at. */
  unknown: z.object({ reason: z.string(), mend: z.string().nullable() }).nullable(),
  /** When it was read, ms. */
  at: z.number(),
  rows: z.number().int(),
  /** The stamp that entries are compared with, ms; null where there is none. */
  newest: z.number().nullable(),
  /** Why the next migrate stops before it runs anything. */
  failure: RunFailure.nullable(),
  entries: z.array(JournalEntryView),
  /** Rows that no entry explains. */
  strays: z.array(JournalRow),
})
export type JournalView = z.infer<typeof JournalView>
