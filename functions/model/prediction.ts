import { z } from 'zod'
import type { Migration } from './blueprint.ts'
import type { FlavourName } from './flavour.ts'

/** A row of the target's journal table. */
export const JournalRow = z.object({
  id: z.number().nullable(),
  hash: z.string(),
  /** The journal entry's `when`, ms; null rows make Drizzle 0.x run everything again. */
  createdAt: z.number().nullable(),
  /** The folder's name; only in the table of Drizzle 1.0. */
  name: z.string().nullable(),
})
export type JournalRow = z.infer<typeof JournalRow>

/** Why Drizzle stops before it has run anything. */
export const RunFailure = z.discriminatedUnion('failure', [
  /** An entry of meta/_journal.json has no file (0.x). */
  z.object({ failure: z.literal('missing-file'), tag: z.string() }),
  /** A folder of 1.0 before a migrator of 0.x: it looks for meta/_journal.json. */
  z.object({ failure: z.literal('no-journal') }),
  /** A folder of 0.x before a migrator of 1.0, which wants `drizzle-kit up` first. */
  z.object({ failure: z.literal('old-folder') }),
  /** The table lacks columns that the migrator reads. */
  z.object({ failure: z.literal('table-shape'), missing: z.array(z.string()) }),
  /** The upgrade to 1.0 finds rows that no folder explains. */
  z.object({ failure: z.literal('unmatched-rows'), rows: z.array(JournalRow) }),
])
export type RunFailure = z.infer<typeof RunFailure>

/** Why a verdict is what it is. */
export const Reason = z.discriminatedUnion('because', [
  /** The table is not there, or empty. */
  z.object({ because: z.literal('no-rows') }),
  /** Stamped after the newest row. */
  z.object({ because: z.literal('after-newest'), newest: z.number() }),
  /** Stamped at or below the newest row. */
  z.object({ because: z.literal('not-after-newest'), newest: z.number() }),
  /** A row has a NULL created_at, which counts as the newest and as 0. */
  z.object({ because: z.literal('null-stamp') }),
  /** A row has its name (names) or its stamp (stamps), or none has. */
  z.object({ because: z.literal('known'), by: z.enum(['name', 'stamp']) }),
  z.object({ because: z.literal('not-known'), by: z.enum(['name', 'stamp']) }),
  /** The whole run stops before it. */
  z.object({ because: z.literal('run-fails'), failure: RunFailure }),
  /** Its stamp is no number that the table can hold: its row is refused (22P02, 22003). */
  z.object({ because: z.literal('bad-stamp') }),
  /** Its own statements are known to fail, and why. */
  z.object({ because: z.literal('statements'), reason: z.string() }),
  /** Another fails: undone: it is rolled back with it · unrecorded: it runs, and no row says so · unreached: it comes later. */
  z.object({
    because: z.literal('other-fails'),
    tag: z.string(),
    leaves: z.enum(['undone', 'unrecorded', 'unreached']),
  }),
])
export type Reason = z.infer<typeof Reason>

/** applies: it will run · applied: it has run, and will not again · skipped: never ran, and never will · again: it has run, and will once more · fails: it should run, and the run fails. */
export const VerdictName = z.enum(['applies', 'applied', 'skipped', 'again', 'fails'])
export type VerdictName = z.infer<typeof VerdictName>

/** What becomes of one entry at the next migrate. */
export const Verdict = z.object({ verdict: VerdictName, reason: Reason, row: JournalRow.nullable() })
export type Verdict = z.infer<typeof Verdict>

/** Which rows belong to which entries. */
export interface Matching {
  /** rows[i]: the row that stands for entries[i]; null where none does. */
  rows: (JournalRow | null)[]
  /** Rows beyond the first, with the entry that they repeat. */
  spare: { row: JournalRow; index: number }[]
  /** Rows that no entry explains. */
  unknown: JournalRow[]
}

/** What Drizzle does at the next migrate. */
export interface Prediction {
  flavour: FlavourName
  /** Why nothing runs at all; null where the run gets as far as its first migration. */
  failure: RunFailure | null
  /** The stamp that entries are compared with; null where there is no row, or the flavour compares none. */
  newest: number | null
  /** verdicts[i] is of entries[i]. */
  verdicts: Verdict[]
  /** Indexes of the entries that it selects, in the order in which it runs them. */
  order: number[]
  matching: Matching
}

/** An entry of a folder, as far as a prediction needs it. */
export interface Entry {
  tag: string
  /** ms; NaN where a folder's name begins with no date. */
  when: number
  /** null: the file is missing. */
  hash: string | null
  /** Hashes of the same text with other line endings or byte order mark. */
  spellings?: Migration['spellings']
  /** Why its statements are known to fail; absent or null: nothing is known. */
  fails?: string | null
  /** Whether its text ends the transaction that it runs in, before any statement of it is known to fail. */
  commits?: boolean
}
