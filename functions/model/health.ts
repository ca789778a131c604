import { z } from 'zod'
import { DayObjects } from './trends.ts'
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
  'project-status',
  'project-services',
  'project-read-only',
  'project-disk',
  'project-pooler',
  'project-upgrade',
  'application-rest',
  'application-auth',
  'application-storage',
  'application-functions',
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

/** How far the rows of a big table were looked through for orphans of one foreign key. Blocks are PostgreSQL's pages. */
export const Pass = z.object({
  /** When the pass under way began, ms; null: none is. */
  began: z.number().nullable(),
  /** The first block that it has not seen. */
  next: z.number(),
  /** How many blocks the table had when it was last asked. */
  pages: z.number(),
  /** Orphans found by it so far. */
  found: z.number(),
  /** When the last pass ended, ms; null: none has. */
  ended: z.number().nullable(),
})
export type Pass = z.infer<typeof Pass>

/** By `schema.table.constraint`: the cursors over runs. */
export const Passes = z.record(z.string(), Pass)
export type Passes = z.infer<typeof Passes>

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
  /** Absent: no foreign key was looked through. */
  passes: Passes.exactOptional(),
  /** Tables and sequences, of a look that made the daily checks: rolled up by day, and not kept with the sample. */
  objects: DayObjects.exactOptional(),
})
export type Sample = z.infer<typeof Sample>

/** What a first look cannot tell, nor one after a reset of the statistics: the next one can, and nobody can do anything about it. */
export const SINCE_BEFORE = 'what happened since the look before'

/** The samples that a look is held against, none of them of less than a second ago; null: none was taken. */
export interface Samples {
  /** The oldest of about the last hour, or the newest before that. */
  hour: Sample | null
  /** The oldest of about the last day. */
  day: Sample | null
  /** The newest of a look that made the daily checks, too. */
  whole: Sample | null
  /** Where the rows of big tables are to be gone on with. */
  passes?: Passes
}

export const NO_SAMPLES: Samples = { hour: null, day: null, whole: null }

/** How often a check is made: with every tick, once a day, once a week. */
export type CheckSuite = 'tick' | 'daily' | 'weekly'

/**
 * Who answers a check: the database, the platform's Management API, or the project's own addresses, reached as an application
 * would.
 */
export const Answerer = z.enum(['database', 'platform', 'application'])
export type Answerer = z.infer<typeof Answerer>

/** A check without what is asked: what docs, GET /checks and `plumbline checks` show. */
export interface CheckText {
  id: HealthId
  /** What it tells, in one line without a full stop. */
  title: string
  where: Answerer
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
  /** The grant, or what a token may do, without which it is unknown; null: every role sees what it asks. */
  permission: string | null
  /** What a held or awaited ACCESS EXCLUSIVE means for it. */
  lock: string
  /** How PostgreSQL 15 to 18 differ for it; null: not at all. */
  versions: string | null
  /** The text of supabase/checks that answers it; null: the database is not asked. */
  sql: string | null
  /** The requests that answer it, where that is not the database. */
  asks: readonly string[]
  /** Whether it needs an earlier sample. */
  compares: boolean
}
