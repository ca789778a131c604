import { z } from 'zod'
import { LintReport } from './lint.ts'
import { ProbeResult } from './probe.ts'

/**
 * What a statement will do: fails — PostgreSQL will refuse it · data — what the tables hold decides · hidden — it will
 * do nothing, though something else is there than what it would make · unknown — it could not be simulated · ok.
 */
export const Verdict = z.enum(['fails', 'unknown', 'data', 'hidden', 'ok'])
export type Verdict = z.infer<typeof Verdict>

/** What put a thing there that is in a statement's way. */
export const Cause = z.discriminatedUnion('by', [
  /** It is on the target. The migration that made it, where the published blueprint knows; null fact: no migration did. */
  z.object({
    by: z.literal('target'),
    /** Key of the fact. */
    fact: z.string(),
    /** drift: no applied migration makes it · unknown: no blueprint was published. */
    from: z.union([z.object({ migration: z.string() }), z.enum(['drift', 'unknown'])]),
  }),
  /** A pending statement before it makes it. */
  z.object({ by: z.literal('pending'), migration: z.string(), statement: z.number().int() }),
])
export type Cause = z.infer<typeof Cause>

/** What is foretold of one pending statement. */
export const Prediction = z.object({
  migration: z.string(),
  /** Path inside the migrations folder. */
  file: z.string(),
  /** From 1, counted in the file; line and column, from 1, of what PostgreSQL would point at, or of its beginning. */
  statement: z.number().int(),
  line: z.number().int(),
  column: z.number().int(),
  verdict: Verdict.exclude(['ok']),
  /** Of what fails; null otherwise. */
  sqlstate: z.string().nullable(),
  /** PostgreSQL's own text where it fails; else what is not known, or depends. */
  message: z.string(),
  detail: z.string().nullable(),
  hint: z.string().nullable(),
  /** The line of the file at which it points. */
  excerpt: z.string(),
  /**
   * Drizzle stops at the first statement that fails, and rolls all back. What follows is told as if that had been
   * mended.
   */
  asIfMended: z.boolean(),
  cause: Cause.nullable(),
  /** The way out: SQL, or remarks that begin with `-- `. */
  mend: z.array(z.string()),
})
export type Prediction = z.infer<typeof Prediction>

/** A pending migration, and how many of its statements were looked at. */
export const PendingMigration = z.object({
  tag: z.string(),
  file: z.string(),
  statements: z.number().int(),
  verdicts: z.record(Verdict, z.number().int()),
})
export type PendingMigration = z.infer<typeof PendingMigration>

/** stop: it will fail · unknown: nobody can say · go: nothing stands in its way, but what the data decides. */
export const PreflightVerdict = z.enum(['stop', 'unknown', 'go'])
export type PreflightVerdict = z.infer<typeof PreflightVerdict>

/** Who runs the migrations: the role that was named, or the one that the journal table belongs to. */
export const Migrator = z.object({ role: z.string(), by: z.enum(['asked', 'journal']) })
export type Migrator = z.infer<typeof Migrator>

/** What is foretold of all pending migrations, in the order in which Drizzle would run them. */
export const Preflight = z.object({
  target: z.string(),
  environment: z.string(),
  verdict: PreflightVerdict,
  /** How many migrations the folder has. */
  migrations: z.number().int(),
  pending: z.array(PendingMigration),
  predictions: z.array(Prediction),
  /** As whom the statements are simulated; null: nobody knows, and what a role may not do is not foretold. */
  migrator: Migrator.nullable(),
  postgres: z.string().nullable(),
  /** What lint says of the pending migrations; null: it was not asked. */
  lint: LintReport.nullable(),
  /** Why lint could not be weighed by what the tables hold; null: it was, or was not asked. */
  unweighed: z.string().nullable(),
  /** What the rows say; null: they were not asked. */
  probes: z.array(ProbeResult).nullable(),
  /** Wall time in ms, and what it cost the target. */
  figures: z.object({ ms: z.number(), roundTrips: z.number().int(), bytes: z.number().int(), facts: z.number().int() }),
})
export type Preflight = z.infer<typeof Preflight>

/** The verdict on all: a failure outranks what is not known. */
export const verdictOf = (predictions: readonly Pick<Prediction, 'verdict'>[]): PreflightVerdict =>
  predictions.some(({ verdict }) => verdict === 'fails')
    ? 'stop'
    : predictions.some(({ verdict }) => verdict === 'unknown')
      ? 'unknown'
      : 'go'
