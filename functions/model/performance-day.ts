import { z } from 'zod'
import { StatementFigures } from './performance.ts'

/** What a day came to, and what there was at its end. */
export const PerformanceDay = z.object({
  /** Its beginning, UTC; ms. */
  day: z.number().int(),
  bytes: z.number(),
  connections: z.number(),
  commits: z.number().nullable(),
  /** Share of blocks found in the cache, 0–1; null: not known. */
  cacheHits: z.number().nullable(),
  temp: z.number().nullable(),
  /** The largest, at the end of the day. */
  tables: z.array(z.object({ table: z.string(), rows: z.number(), bytes: z.number() })),
  /** Those that took longest; null: counters began anew. */
  statements: z
    .array(z.object({ key: z.string(), text: z.string(), role: z.string().nullable(), figures: StatementFigures }))
    .nullable(),
})
export type PerformanceDay = z.infer<typeof PerformanceDay>
