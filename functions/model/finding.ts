import { z } from 'zod'

/** Most urgent first. Response times of the guide: 30 minutes, 2 hours, 8 hours, 24 hours; info asks for nothing. */
export const Severity = z.enum(['critical', 'high', 'medium', 'low', 'info'])
export type Severity = z.infer<typeof Severity>

export const CheckName = z.enum(['connectivity', 'drift', 'journal', 'migrations'])
export type CheckName = z.infer<typeof CheckName>

const shared = {
  /** Stable: no OIDs, times or counts in it. `check:subject`. */
  key: z.string(),
  severity: Severity,
}

const drift = {
  ...shared,
  /** Fact key of the object. */
  fact: z.string(),
  /** Tag of the migration that made, last changed or will make the fact; null where none does. */
  migration: z.string().nullable(),
  /** Fact keys that follow from this one and are not findings of their own. */
  follows: z.array(z.string()),
  /** Statements that put it right, in order; empty where no statement can. */
  mend: z.array(z.string()),
}

/** What tells a row of the journal table from all others, for SQL that must not touch another. */
const JournalIdentity = z.object({ id: z.number().nullable(), hash: z.string() })

/** What a check found, as plain data; views/words.ts has the words. */
export const Finding = z.discriminatedUnion('type', [
  z.object({ type: z.literal('drift.missing'), ...drift, blueprint: z.string() }),
  z.object({ type: z.literal('drift.extra'), ...drift, target: z.string() }),
  z.object({ type: z.literal('drift.changed'), ...drift, blueprint: z.string(), target: z.string() }),
  /** There already, though a pending migration is yet to make it. `pending` is what that migration makes. */
  z.object({
    type: z.literal('drift.collision'),
    ...drift,
    target: z.string(),
    pending: z.string(),
    /** What the blueprint says as long as that migration is pending; absent or null where it says nothing yet. */
    blueprint: z.string().nullish(),
  }),

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

  z.object({ type: z.literal('migrations.missing-file'), ...shared, tag: z.string(), file: z.string() }),
  z.object({ type: z.literal('migrations.orphan-file'), ...shared, file: z.string() }),
  z.object({ type: z.literal('migrations.same-number'), ...shared, number: z.string(), files: z.array(z.string()) }),
  z.object({ type: z.literal('migrations.duplicate-entry'), ...shared, tag: z.string(), idx: z.number() }),
  z.object({
    type: z.literal('migrations.idx-gap'),
    ...shared,
    tag: z.string(),
    idx: z.number(),
    expected: z.number(),
  }),
  z.object({
    type: z.literal('migrations.fault'),
    ...shared,
    fault: z.enum(['failed', 'not-in-transaction', 'empty', 'encoding']),
    tag: z.string(),
    file: z.string(),
    statement: z.number().nullable(),
    line: z.number().nullable(),
    sqlstate: z.string().nullable(),
    message: z.string(),
    excerpt: z.string(),
  }),
])
export type Finding = z.infer<typeof Finding>
export type FindingType = Finding['type']
export type FindingOf<T extends FindingType> = Extract<Finding, { type: T }>

/** What could not be looked at, and why: never read as clean. */
export const Unknown = z.object({
  /** Stable, as a finding's: `check:subject`. */
  key: z.string(),
  check: CheckName,
  subject: z.string(),
  reason: z.string(),
  /** The command, grant or setting that would let it be seen; null where there is none. */
  mend: z.string().nullable(),
})
export type Unknown = z.infer<typeof Unknown>

/** The check that a finding belongs to: the part of its type before the dot. */
export const checkOf = (finding: Pick<Finding, 'type'>): CheckName => CheckName.parse(finding.type.split('.')[0])
