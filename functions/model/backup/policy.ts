import { z } from 'zod'

/** What a backup can be, the strongest first: the order in which the ladder tries. */
export const Rung = z.enum(['restore-point', 'pitr', 'logical', 'physical'])
export type Rung = z.infer<typeof Rung>

/** Supabase takes one backup a day (supabase.com/docs/guides/platform/backups): an older newest one means that one is missing. h */
const MAX_AGE = 24

/**
 * Supabase promises to lose at most two minutes with point-in-time recovery; the time that its API tells may be as much behind
 * again. s
 */
const PITR_LAG = 240

/**
 * A backup that nobody restored may be none: of GitLab's five ways of backing up none had worked when it lost its database
 * (postmortem of 2017-02-10). Which interval is enough nobody says; ours is a month. days
 */
const MAX_PROOF_AGE = 30

/** Which rungs are enough for a target, and when a backup is too old. */
export const backupPolicy = {
  enough: z
    .array(Rung, `must be a list of ${Rung.options.join(', ')}`)
    .min(1, 'name at least one rung, or nothing could ever be enough')
    .default([...Rung.options]),
  /** Hours after which a logical or physical backup is too old. */
  max_age_hours: z.number().positive().max(8760).default(MAX_AGE),
  /** Seconds by which what point-in-time recovery covers may lie behind. */
  pitr_lag_seconds: z.number().int().positive().max(86_400).default(PITR_LAG),
  /** Days after which a restore of our own backups must have been proven again. */
  max_proof_age_days: z.number().positive().max(3650).default(MAX_PROOF_AGE),
}

/** A policy as the ladder goes by it; times in ms. */
export interface BackupPolicy {
  enough: readonly Rung[]
  maxAge: number
  pitrLag: number
  maxProofAge: number
}
