import { z } from 'zod'
import { Rung } from '../backup/policy.ts'
import { shared } from './shared.ts'

/** On a target's backups. */
export const BackupFindings = [
  /** The newest backup that counts is older than the target's limit, or there is none. */
  z.object({
    type: z.literal('backup.stale'),
    ...shared,
    target: z.string(),
    /** The newest that counts, and the moment (ms) that it brings back; null: none is known. */
    newest: z.object({ rung: Rung, id: z.string(), covers: z.number() }).nullable(),
    maxAgeHours: z.number(),
    /** What the target's policy counts. */
    enough: z.array(Rung),
    /** Days on which the daily backup is missing. */
    gaps: z.array(z.string()),
  }),
  /** No restore of our own backups was proven for longer than the target's limit. */
  z.object({
    type: z.literal('backup.unproven'),
    ...shared,
    target: z.string(),
    /** When one was proven last, ms; null: never. */
    provenAt: z.number().nullable(),
    /** That, or the time of the first backup on record, ms. */
    since: z.number(),
    maxProofAgeDays: z.number(),
  }),
  /** The plan lacks what the target's policy would count. */
  z.object({
    type: z.literal('backup.not-on-plan'),
    ...shared,
    lacking: z.array(z.object({ rung: Rung, reason: z.string() })).min(1),
    /** What is left of the policy. */
    left: z.array(Rung),
  }),
] as const
