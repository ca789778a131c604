import { z } from 'zod'
import { Appeared } from './drift.ts'
import { shared } from './shared.ts'

/** On which facts that no migration declares a target differs from what was pinned. */
export const PrivilegesFindings = [
  z.object({
    type: z.literal('drift.pinned'),
    ...shared,
    /** Fact key of what changed. */
    fact: z.string(),
    /** Its value as it was pinned; null: it was not there. */
    pinned: z.string().nullable(),
    /** Its value now; null: it is gone. */
    target: z.string().nullable(),
    /** Statements that put it back, in order; empty where no statement can. */
    mend: z.array(z.string()),
    appeared: Appeared.optional(),
  }),
] as const
