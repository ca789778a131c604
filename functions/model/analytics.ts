import { z } from 'zod'
import { CheckName } from './finding.ts'

/** One drift of a target, from its first sight on; times in ms. */
export const DriftEpisode = z.object({
  target: z.string(),
  key: z.string(),
  check: CheckName,
  firstSeen: z.number(),
  /** null: it is still open. */
  resolvedAt: z.number().nullable(),
  /** Kind of its cause (model/findings/drift.ts), or its type where that says it; null: nothing is known. */
  cause: z.string().nullable(),
  /** The newest look before it that could see it and did not; null: there was none, or nobody knows. */
  lastAbsent: z.number().nullable(),
  /** Who made it, as far as the server showed it when it came (model/authors.ts); null: unknown. */
  role: z.string().nullable(),
  application: z.string().nullable(),
  /** Whether it came near a deploy. */
  nearDeploy: z.boolean(),
})
export type DriftEpisode = z.infer<typeof DriftEpisode>

/** A deploy as analytics count it; times in ms. */
export const DeployCounted = z.object({
  target: z.string(),
  at: z.number(),
  failed: z.boolean(),
  /** From when it was told of before its migrations to when it was told of after them; null: not both were told. */
  ms: z.number().nullable(),
})
export type DeployCounted = z.infer<typeof DeployCounted>

/** How many migrations were applied at most on a day (UTC, ms); null: no look could say. */
export const AppliedOnDay = z.object({ target: z.string(), day: z.number(), applied: z.number().nullable() })
export type AppliedOnDay = z.infer<typeof AppliedOnDay>

/** Who may have made a drift, as far as the target shows it. */
export const DriftWay = z.enum([
  'by hand',
  'drizzle-kit push',
  'by hand or push',
  'Supabase CLI',
  'ahead of its migration',
  'unknown',
])
export type DriftWay = z.infer<typeof DriftWay>

const ms = z.number().nullable()

/** The middle and the longest of some durations, ms, and of how many; null: of none. */
export const Durations = z.object({ of: z.number().int(), median: ms, longest: ms })
export type Durations = z.infer<typeof Durations>

/** What happened to a target in a week, which begins on Monday 00:00 UTC (ms). */
export const Week = z.object({
  week: z.number(),
  drifts: z.number().int(),
  /** Of these, how many each role made; null: unknown. */
  roles: z.array(z.object({ role: z.string().nullable(), drifts: z.number().int() })),
  mended: z.number().int(),
  /** null: no two days say how many were applied. */
  applied: z.number().int().nullable(),
  undone: z.number().int().nullable(),
  deploys: z.number().int(),
  failed: z.number().int(),
  /** The middle of the deploys' durations, ms. */
  took: ms,
})
export type Week = z.infer<typeof Week>

/** What happened to a target in a range of time. */
export const TargetAnalytics = z.object({
  target: z.string(),
  drifts: z.number().int().describe('Episodes that began in the range'),
  mended: z.number().int().describe('Episodes that were resolved in it'),
  open: z.number().int().describe('Episodes that were open at its end'),
  cameBack: z.number().int().describe('Of the drifts, those whose key had an episode before in the range'),
  byCheck: z.partialRecord(CheckName, z.number().int()),
  notice: Durations.describe('From the last look without a drift to the one that saw it: at most so long, ms'),
  mend: Durations.describe('From first sight to resolved, ms, of what was mended in the range'),
  ways: z
    .array(
      z.object({
        way: DriftWay,
        role: z.string().nullable(),
        application: z.string().nullable(),
        drifts: z.number().int(),
      }),
    )
    .describe('How drifts came, and by which role and application_name; null: unknown'),
  nearDeploy: z.number().int(),
  applied: z.number().int().nullable().describe('Migrations that were applied; null: nobody knows'),
  deploys: z.number().int(),
  failed: z.number().int(),
  took: Durations.describe('Deploys, from told before to told after, ms'),
  weeks: z.array(Week),
})
export type TargetAnalytics = z.infer<typeof TargetAnalytics>

/** The analytics of some targets in a range, ms. */
export interface Analytics {
  from: number
  to: number
  targets: TargetAnalytics[]
}
