import { z } from 'zod'
import { Comparison, sameOf } from '../../model/comparison.ts'

/** Two targets side by side, as programs read it. */
export const ComparisonJson = Comparison.extend({
  same: z.boolean().nullable().describe('null: nothing differs, and not all could be looked at'),
  at: z.iso.datetime().describe('When both were read, UTC'),
})
export type ComparisonJson = z.infer<typeof ComparisonJson>

/** A comparison with its verdict, and the time of reading as ISO 8601. */
export const comparisonJson = (comparison: Comparison): ComparisonJson => ({
  ...comparison,
  same: sameOf(comparison),
  at: new Date(comparison.at).toISOString(),
})
