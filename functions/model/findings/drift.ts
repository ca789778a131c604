import { z } from 'zod'
import { shared } from './shared.ts'

const drift = {
  ...shared,
  /** Fact key of the object. */
  fact: z.string(),
  /** Tag of the migration that made, last changed or will make the fact; null where none does. */
  migration: z.string().nullable(),
  /** Fact keys that follow from this one and are not findings of their own. */
  follows: z.array(z.string()),
  /** Statements that put it right, in order; empty where no statement can. */
  mend: z.array(z.string()),
}

/** On which facts blueprint and target differ. */
export const DriftFindings = [
  z.object({ type: z.literal('drift.missing'), ...drift, blueprint: z.string() }),
  z.object({ type: z.literal('drift.extra'), ...drift, target: z.string() }),
  z.object({ type: z.literal('drift.changed'), ...drift, blueprint: z.string(), target: z.string() }),
  /** There already, though a pending migration is yet to make it. `pending` is what that migration makes. */
  z.object({
    type: z.literal('drift.collision'),
    ...drift,
    target: z.string(),
    pending: z.string(),
    /** What the blueprint says as long as that migration is pending; absent or null where it says nothing yet. */
    blueprint: z.string().nullish(),
  }),
] as const
