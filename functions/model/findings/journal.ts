import { z } from 'zod'
import { shared } from './shared.ts'

/** What tells a row of the journal table from all others, for SQL that must not touch another. */
const JournalIdentity = z.object({ id: z.number().nullable(), hash: z.string() })

/** What is wrong between the journal table and the folder. */
export const JournalFindings = [
  z.object({
    type: z.literal('journal.pending'),
    ...shared,
    entries: z.array(z.object({ tag: z.string(), adds: z.number(), changes: z.number(), removes: z.number() })),
  }),
  z.object({ type: z.literal('journal.empty'), ...shared, table: z.string(), exists: z.boolean() }),
  z.object({
    type: z.literal('journal.unknown-row'),
    ...shared,
    table: z.string(),
    id: z.number().nullable(),
    hash: z.string(),
    createdAt: z.number().nullable(),
    name: z.string().nullable(),
  }),
  z.object({
    type: z.literal('journal.edited'),
    ...shared,
    tag: z.string(),
    file: z.string(),
    rowHash: z.string(),
    fileHash: z.string().nullable(),
    table: z.string(),
    /** The row that holds `rowHash`. */
    id: z.number().nullable(),
    difference: z.enum(['content', 'line endings', 'byte order mark']),
  }),
  z.object({
    type: z.literal('journal.skipped'),
    ...shared,
    tag: z.string(),
    when: z.number(),
    /** Why Drizzle passes it over: the newest row's time, and the tag that row belongs to, if any. */
    newest: z.number(),
    newestTag: z.string().nullable(),
    /** Fact keys that are missing on the target because of it. */
    missing: z.array(z.string()),
    table: z.string(),
    hash: z.string().nullable(),
  }),
  z.object({
    type: z.literal('journal.out-of-order'),
    ...shared,
    tag: z.string(),
    when: z.number(),
    before: z.string(),
    beforeWhen: z.number(),
    /** Tags of the later entries that are stamped at or below the same earlier one. */
    others: z.array(z.string()),
    applied: z.boolean(),
  }),
  z.object({
    type: z.literal('journal.future'),
    ...shared,
    tag: z.string(),
    /** The later of the entry's `when` and its row's `created_at`. */
    when: z.number(),
    /** A stamp that keeps the folder's order: 1 ms after the newest sane entry before it. */
    stamp: z.number(),
    table: z.string(),
    /** The row that carries it; null where it is not applied yet. */
    row: JournalIdentity.nullable(),
  }),
  z.object({
    type: z.literal('journal.duplicate-row'),
    ...shared,
    table: z.string(),
    tag: z.string().nullable(),
    ids: z.array(z.number()),
    /** All but the one to keep. */
    spare: z.array(JournalIdentity),
  }),
  z.object({
    type: z.literal('journal.null-created-at'),
    ...shared,
    table: z.string(),
    ids: z.array(z.number()),
    /** With the entry that each row belongs to, and whether that entry has another row already. */
    rows: z.array(
      z.object({
        ...JournalIdentity.shape,
        tag: z.string().nullable(),
        when: z.number().nullable(),
        spare: z.boolean(),
      }),
    ),
  }),
  z.object({
    type: z.literal('journal.rerun'),
    ...shared,
    table: z.string(),
    /** when: the entry was stamped anew, above the newest row (0.x) · name: its row lacks the folder's name (1.0). */
    reason: z.enum(['when', 'name']),
    rows: z.array(z.object({ ...JournalIdentity.shape, tag: z.string(), when: z.number() })),
  }),
  z.object({ type: z.literal('journal.not-prefix'), ...shared, missing: z.array(z.string()), newest: z.string() }),
] as const
