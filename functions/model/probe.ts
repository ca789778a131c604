import { z } from 'zod'

export const ProbeKind = z.enum(['not-null', 'check', 'unique', 'foreign-key', 'exclude', 'type'])
export type ProbeKind = z.infer<typeof ProbeKind>

/** A way to put right the rows that would fail: a remark, and the SQL that does it. */
export const ProbeMend = z.object({ title: z.string(), sql: z.string() })

/** A question to the rows of a target that a statement of a migration hangs on: plain data, made before anything is asked. */
export const Probe = z.object({
  /** Stable: `probe:kind:tag:subject`. */
  key: z.string(),
  kind: ProbeKind,
  tag: z.string(),
  file: z.string(),
  statement: z.number().int(),
  line: z.number().int(),
  column: z.number().int(),
  /** The table as SQL writes it, with its schema. */
  relation: z.string(),
  /** What is asked for: `rows of links whose workspace_id has no row in workspaces`. */
  what: z.string(),
  /** What PostgreSQL would refuse the statement with. */
  sqlstate: z.string(),
  /** SELECT → one row (rows): how many there are, counted up to PROBE_LIMIT. null where it cannot be asked. */
  count: z.string().nullable(),
  /** SELECT → up to five rows of the key columns alone: never other values. null where nothing but the count can be told. */
  sample: z.string().nullable(),
  /** The statement fails as soon as one row cannot be computed: then `count` itself fails with class 22. */
  throws: z.boolean(),
  /** Columns that must be readable, by table as SQL writes it. */
  reads: z.record(z.string(), z.array(z.string())),
  /** Functions that expressions of the migration call: run only where they are PostgreSQL's own and not volatile. */
  calls: z.array(z.string()),
  /** Statements that run before it in the same deploy and change the rows; null where there are none. */
  changedBefore: z.string().nullable(),
  /** Why it cannot be asked at all; null where it can. */
  refused: z.string().nullable(),
  /** SQL for people: finds the rows, with all their columns. */
  find: z.string(),
  mends: z.array(ProbeMend),
})
export type Probe = z.infer<typeof Probe>

/** Counting stops here. */
export const PROBE_LIMIT = 10_001

/** What the rows of a target say. */
export const ProbeResult = z.discriminatedUnion('state', [
  z.object({ state: z.literal('holds'), probe: Probe }),
  z.object({
    state: z.literal('fails'),
    probe: Probe,
    /** null: at least one, which could not be counted. PROBE_LIMIT: that many or more. */
    rows: z.number().int().nullable(),
    /** Key columns of some of the rows. */
    sample: z.array(z.record(z.string(), z.string().nullable())),
  }),
  z.object({ state: z.literal('unknown'), probe: Probe, reason: z.string(), mend: z.string().nullable() }),
])
export type ProbeResult = z.infer<typeof ProbeResult>

/** How many rows were found, in words: counted up to the limit; null: at least one. */
export const rowsText = (rows: number | null): string =>
  rows === null ? 'there are' : rows >= PROBE_LIMIT ? `more than ${PROBE_LIMIT - 1}` : String(rows)

/** A row by its key: `id 7, tenant_id 3`. */
export const keyText = (key: Readonly<Record<string, string | null>>): string =>
  Object.entries(key)
    .map(([column, value]) => `${column} ${value ?? 'null'}`)
    .join(', ')
