import { z } from 'zod'
import type { Severity } from './findings/shared.ts'

/** Every check of a target's health, by the suite that makes it; functions/checks/list.ts has what each of them is. */
export const HEALTH_IDS = [
  'connections',
  'long-queries',
  'idle-in-transaction',
  'old-snapshots',
  'blocked-queries',
  'exclusive-locks',
  'prepared-transactions',
  'deadlocks',
  'rollbacks',
  'cache-hits',
  'temporary-files',
  'checkpoints',
  'wraparound',
  'replication-slots',
  'archiver',
  'read-only',
  'database-growth',
  'settings-changed',
  'connect-latency',
  'pending-restart',
  'freeze-pressure',
  'dead-rows',
  'sequences',
  'invalid-indexes',
  'not-valid-constraints',
  'disabled-triggers',
  'orphan-rows',
  'fk-indexes',
  'fk-types',
  'duplicate-fks',
  'no-primary-key',
  'checksum-failures',
  'collation-versions',
  'extension-updates',
  'rls-disabled',
  'policies-without-rls',
  'rls-without-policies',
  'view-security',
  'definer-search-path',
  'statements-evicted',
  'bloat',
  'duplicate-indexes',
  'unused-indexes',
] as const

export const HealthId = z.enum(HEALTH_IDS)
export type HealthId = z.infer<typeof HealthId>

/** From which value on a check warns, and from which it is critical; null: it never is. */
export const Limits = z.object({ warn: z.number(), critical: z.number().nullable() })
export type Limits = z.infer<typeof Limits>

/** What a target's settings say of a check: other limits, or that it is not made. */
export const Threshold = z.union([
  z.literal('off'),
  z
    .strictObject({
      warn: z.number('must be a number').nonnegative().exactOptional(),
      critical: z.number('must be a number').nonnegative().exactOptional(),
    })
    .refine(({ warn, critical }) => warn !== undefined || critical !== undefined, 'give warn, critical or both'),
])
export type Threshold = z.infer<typeof Threshold>

/** `[vars.TARGETS.name.thresholds]` of wrangler.toml, by check. */
export const Thresholds = z
  .record(z.string(), Threshold)
  .superRefine((table, context) => {
    for (const name of Object.keys(table))
      if (!HealthId.safeParse(name).success)
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `there is no check of that name; there are: ${HEALTH_IDS.join(', ')}`,
        })
  })
  .transform((table): Partial<Record<HealthId, Threshold>> => table)
export type Thresholds = z.infer<typeof Thresholds>

/** When each foreign key was last looked through for orphan rows, ms, by `schema.table.constraint`: the cursor over runs. */
export const LookedThrough = z.record(z.string(), z.number())
export type LookedThrough = z.infer<typeof LookedThrough>

/** What a look reads of a target that says something only beside an earlier reading. Counters, as PostgreSQL has them. */
export const Sample = z.object({
  /** ms */
  at: z.number(),
  /** ms; null: the counters were never reset. */
  statsReset: z.number().nullable(),
  /** When PostgreSQL started, ms. */
  started: z.number(),
  counters: z.record(z.string(), z.number()),
  /** A digest of each setting that is not the default, by name. */
  settings: z.record(z.string(), z.string()),
  looked: LookedThrough,
})
export type Sample = z.infer<typeof Sample>

/** The samples that a look is held against, none of them of less than a second ago; null: none was taken. */
export interface Samples {
  /** The oldest of about the last hour, or the newest before that. */
  hour: Sample | null
  /** The oldest of about the last day. */
  day: Sample | null
  /** The newest of a look that made the daily checks, too. */
  whole: Sample | null
}

export const NO_SAMPLES: Samples = { hour: null, day: null, whole: null }

/** How often a check is made: with every tick, once a day, once a week. */
export type CheckSuite = 'tick' | 'daily' | 'weekly'

/** A check without what is asked: what docs, GET /checks and `plumbline checks` show. */
export interface CheckText {
  id: HealthId
  /** What it tells, in one line without a full stop. */
  title: string
  suite: CheckSuite
  /** What the limits are of; '' where there is nothing to measure. */
  unit: string
  /** null: whatever is found is told. */
  limits: Limits | null
  /** Where the limits, or the rule, come from: a link or a named peer. */
  source: string
  severity: Readonly<Record<'warn' | 'critical', Severity>>
  why: string
  /** How to put it right, whatever the subject. */
  resolve: readonly string[]
  /** The grant without which it is unknown; null: every role sees what it asks. */
  permission: string | null
  /** What a held or awaited ACCESS EXCLUSIVE means for it. */
  lock: string
  /** How PostgreSQL 15 to 18 differ for it; null: not at all. */
  versions: string | null
  /** The text of supabase/checks that answers it. */
  sql: string
  /** Whether it needs an earlier sample. */
  compares: boolean
}
