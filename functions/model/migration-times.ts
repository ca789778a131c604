import { z } from 'zod'

/** How long one statement of a migration took. Its text is not kept: it may hold data. */
export const StatementTime = z.strictObject({
  /** Of the first of its statements, from 1. */
  statement: z.number().int().min(1),
  /** Its first words: `CREATE INDEX`. */
  command: z
    .string()
    .max(60)
    .regex(/^[A-Z][A-Z ]*$/, 'must be the first words of a statement, in capital letters'),
  ms: z.number().nonnegative(),
})
export type StatementTime = z.infer<typeof StatementTime>

/** One run of one migration. */
export const MigrationTime = z.strictObject({
  /** Its tag. */
  migration: z.string().min(1).max(200),
  /** When the run began, ms. */
  at: z.number().int().positive(),
  /** Of all its statements. */
  ms: z.number().nonnegative(),
  outcome: z.enum(['applied', 'failed']),
  statements: z.array(StatementTime).max(2000),
})
export type MigrationTime = z.infer<typeof MigrationTime>

/** What `plumbline migrate` tells the Worker. */
export const MigrationTimes = z.strictObject({ migrations: z.array(MigrationTime).min(1).max(200) })
export type MigrationTimes = z.infer<typeof MigrationTimes>

/** Of some times: as many of them are at most so long. ms; null: of none. */
export const Percentiles = z
  .object({ count: z.number().int(), p50: z.number(), p95: z.number(), p99: z.number() })
  .nullable()
export type Percentiles = z.infer<typeof Percentiles>

/** The runs of migrations as a series, and what is usual. */
export interface MigrationSeries {
  target: string
  /** Newest first. */
  runs: MigrationTime[]
  migrations: Percentiles
  statements: Percentiles
  /** By the first words of a statement, those that take longest first. */
  commands: { command: string; times: Percentiles }[]
}
