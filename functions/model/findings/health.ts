import { z } from 'zod'
import { Limits } from '../health.ts'
import { shared } from './shared.ts'

/** On a target's health: one type for every check, which brings its own words (functions/checks). */
export const HealthFindings = [
  z.object({
    type: z.literal('health.check'),
    ...shared,
    /** Which check: GET /checks/:id says what it is about. */
    id: z.string(),
    subject: z.string(),
    /** What was measured, in `unit`; null: there is nothing to measure. */
    value: z.number().nullable(),
    unit: z.string(),
    /** The limits that held; null: the check has none. */
    threshold: Limits.nullable(),
    title: z.string(),
    what: z.string(),
    why: z.string(),
    mend: z.array(z.string()),
  }),
] as const
