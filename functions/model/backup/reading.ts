import { z } from 'zod'

/** A backup that the platform lists; `at` in ms. */
export const PhysicalBackup = z.object({
  id: z.string(),
  /** COMPLETED, FAILED, PENDING, REMOVED, ARCHIVED, CANCELLED, or what the API names later. */
  status: z.string(),
  /** false: a dump that the platform made. */
  physical: z.boolean(),
  at: z.number(),
})
export type PhysicalBackup = z.infer<typeof PhysicalBackup>

/** Point-in-time recovery, as the platform tells it; times in ms, null where it tells none. */
export const PitrWindow = z.object({
  enabled: z.boolean(),
  earliest: z.number().nullable(),
  latest: z.number().nullable(),
})
export type PitrWindow = z.infer<typeof PitrWindow>

/** A restore point; `completedOn` in ms. */
export const RestorePoint = z.object({
  name: z.string(),
  /** AVAILABLE, PENDING, REMOVED, FAILED, or what the API names later. */
  status: z.string(),
  completedOn: z.number().nullable(),
})
export type RestorePoint = z.infer<typeof RestorePoint>

/** What the platform lists. */
export const PlatformBackups = z.object({ physical: z.array(PhysicalBackup), pitr: PitrWindow })
export type PlatformBackups = z.infer<typeof PlatformBackups>

/** Why something could not be read, and what mends it. */
export const Unread = z.object({ reason: z.string(), mend: z.string(), retryable: z.boolean() })
export type Unread = z.infer<typeof Unread>

/** What the platform said of a target's backups, and when (ms). */
export const BackupsReading = z.object({
  at: z.number(),
  /** null: it could not be read. */
  platform: PlatformBackups.nullable(),
  unread: Unread.nullable(),
  /** The restore point that it tells unasked, where there is one. */
  points: z.discriminatedUnion('state', [
    z.object({ state: z.literal('read'), newest: RestorePoint.nullable() }),
    z.object({ state: z.literal('notOnPlan'), reason: z.string() }),
    z.object({ state: z.literal('unknown'), ...Unread.shape }),
  ]),
})
export type BackupsReading = z.infer<typeof BackupsReading>
