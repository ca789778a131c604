import { z } from 'zod'
import { shared } from './shared.ts'

/** On the pin itself. */
export const PinsFindings = [
  /** Nobody has approved yet what no migration declares. */
  z.object({
    type: z.literal('drift.unpinned'),
    ...shared,
    /** How many facts a pin would hold. */
    facts: z.number().int(),
    /** The command that pins them. */
    mend: z.array(z.string()),
  }),
] as const
