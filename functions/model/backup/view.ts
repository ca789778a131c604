import { z } from 'zod'
import { PitrWindow } from './reading.ts'
import { Rung } from './policy.ts'

/** A backup that is known of; times in ms. */
export const KnownBackup = z.object({
  rung: Rung,
  id: z.string(),
  /** As whoever keeps it says; a backup of our own is COMPLETED, or its restore FAILED. */
  status: z.string(),
  /** The moment that it brings back; null: it is not ready. */
  covers: z.number().nullable(),
  /** Whether it is one of those that the target's policy counts, and can be brought back. */
  counts: z.boolean(),
  /** When a restore of it was proven; null: never. */
  provenAt: z.number().nullable(),
  /** Where it lies; null: with the platform. */
  where: z.string().nullable(),
})
export type KnownBackup = z.infer<typeof KnownBackup>

/** A rung of which nothing is known, or which the plan lacks. */
export const MissingRung = z.object({
  rung: Rung,
  state: z.enum(['notOnPlan', 'unknown']),
  reason: z.string(),
  mend: z.string().nullable(),
})
export type MissingRung = z.infer<typeof MissingRung>

/** All that is known of a target's backups; times in ms. */
export const BackupsView = z.object({
  target: z.string(),
  environment: z.string(),
  /** When the platform was asked; null: it was not. */
  at: z.number().nullable(),
  policy: z.object({
    enough: z.array(Rung),
    maxAgeHours: z.number(),
    pitrLagSeconds: z.number(),
    maxProofAgeDays: z.number(),
  }),
  /** The newest first. */
  backups: z.array(KnownBackup),
  pitr: PitrWindow.nullable(),
  /** Days (UTC) on which the daily backup is missing, between the oldest that is kept and now. */
  gaps: z.array(z.string()),
  /** The newest that counts. */
  newest: KnownBackup.nullable(),
  /** Whether the newest is older than the policy allows; null: nobody can say. */
  stale: z.boolean().nullable(),
  /** When a restore was proven last; null: never. */
  provenAt: z.number().nullable(),
  /** Since when backups of our own are kept without a proven restore, where that is longer than the policy allows. */
  unprovenSince: z.number().nullable(),
  missing: z.array(MissingRung),
})
export type BackupsView = z.infer<typeof BackupsView>
