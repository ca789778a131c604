import { z } from 'zod'
import { shared } from './shared.ts'

const Side = z.object({
  calls: z.number(),
  /** Time of a call, ms. */
  mean: z.number(),
  blocks: z.number(),
  rows: z.number(),
})

/** Figures before and after, in one unit. */
const Both = z.object({ before: z.number(), after: z.number() })

/** What is slower since a deploy, or will be. */
export const PerformanceFindings = [
  /** A statement takes longer, or reads more for the same rows. */
  z.object({
    type: z.literal('performance.slower'),
    ...shared,
    /** Its text without constants. */
    text: z.string(),
    role: z.string().nullable(),
    by: z.array(z.enum(['time', 'blocks'])).min(1),
    before: Side,
    after: Side,
    /** Share of the time of all statements that it takes more than before, 0–1. */
    excess: z.number(),
    /** Chance that two windows differ as much by accident. */
    chance: z.number(),
    /** Tables that it names and that were rewritten, and of which the planner has not learnt since. */
    unlearnt: z.array(z.string()),
  }),
  /** Most statements take longer, by about the same factor. */
  z.object({
    type: z.literal('performance.everything-slower'),
    ...shared,
    ratio: z.number(),
    statements: z.number().int(),
  }),
  /** An index that was used is gone, or is used no more. */
  z.object({
    type: z.literal('performance.index-lost'),
    ...shared,
    index: z.string(),
    table: z.string(),
    how: z.enum(['dropped', 'unused']),
    /** How often it was used before, scans an hour; 0: not of late. */
    scans: z.number(),
    /** What makes it again; null: it could not be read. */
    definition: z.string().nullable(),
    /** The constraint that it served, and its definition. */
    constraint: z.object({ name: z.string(), definition: z.string() }).nullable(),
  }),
  /** A table is read whole much more than before. */
  z.object({
    type: z.literal('performance.sequential-scans'),
    ...shared,
    table: z.string(),
    rows: z.number(),
    /** Rows that sequential scans read, an hour. */
    read: Both,
  }),
  /** A table was rewritten, and the planner has not learnt of it since. */
  z.object({
    type: z.literal('performance.not-analyzed'),
    ...shared,
    table: z.string(),
    rows: z.number(),
  }),
] as const
