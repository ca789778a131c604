import { z } from 'zod'
import { Rung } from './policy.ts'

/** What a rung promises where it holds. */
export const Guarantee = z.object({
  /** How much of the newest data may be lost, ms, counted back from the moment of the answer. */
  rpoMs: z.number().nonnegative(),
  says: z.string().describe('What can be brought back'),
  without: z.array(z.string()).describe('What is not in it'),
  restore: z.string().describe('How it is brought back'),
})
export type Guarantee = z.infer<typeof Guarantee>

/** What was seen of a backup, and when (ms): names, ids and times, never a secret. */
export const Evidence = z.object({
  /** Which backup: the restore point's name, the backup's id. */
  id: z.string(),
  /** The moment that can be brought back, ms. */
  covers: z.number(),
  /** When the evidence was seen, ms. */
  seenAt: z.number(),
  /** What else was seen, in the words of whoever told it. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type Evidence = z.infer<typeof Evidence>

/**
 * absent: looked for, and there is none that is enough · notOnPlan: the target's plan has no such thing · failed: it was tried
 * and went wrong · unknown: nobody can say · notEnough: the policy does not count it, so it was not tried.
 */
export const Miss = z.object({
  rung: Rung,
  state: z.enum(['absent', 'notOnPlan', 'failed', 'unknown', 'notEnough']),
  reason: z.string(),
  mend: z.string(),
  /** Whether the same may go well a little later. */
  retryable: z.boolean(),
})
export type Miss = z.infer<typeof Miss>

const Held = z.object({ rung: Rung, guarantee: Guarantee, evidence: Evidence })
export type Held = z.infer<typeof Held>

/** What a rung came to. */
export type RungOutcome = ({ state: 'holds' } & Held) | Miss

/** What climbing came to: the first rung that holds, with its evidence, and why those before it did not. */
export const Climb = z.discriminatedUnion('verdict', [
  Held.extend({ verdict: z.literal('go'), tried: z.array(Miss), at: z.number() }),
  z.object({
    /** refuse: no rung holds · unknown: none holds yet, and asking again may find one. */
    verdict: z.enum(['refuse', 'unknown']),
    rung: z.null(),
    guarantee: z.null(),
    evidence: z.null(),
    tried: z.array(Miss),
    at: z.number(),
  }),
])
export type Climb = z.infer<typeof Climb>
