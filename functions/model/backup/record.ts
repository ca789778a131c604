import { z } from 'zod'

const Sha256 = z.string().regex(/^[\da-f]{64}$/, 'must be a SHA-256 in hex')

/** What a restore drill compared, and what came of it. */
export const Compared = z.object({
  /** Facts of the backup's catalog, and the keys of those that came out otherwise. */
  facts: z.object({ compared: z.number().int(), unlike: z.array(z.string()) }),
  /** Tables whose rows were counted and hashed on both sides, and those that differ. */
  tables: z.object({ compared: z.number().int(), rows: z.number().int(), unlike: z.array(z.string()) }),
  /** Foreign keys that hold for all rows, and those that do not. */
  foreignKeys: z.object({ compared: z.number().int(), broken: z.array(z.string()) }),
  sequences: z.object({ compared: z.number().int(), unlike: z.array(z.string()) }),
  /** What could not be made, or not be looked at, and why. */
  unknowns: z.array(z.object({ subject: z.string(), reason: z.string() })),
})
export type Compared = z.infer<typeof Compared>

/** A logical backup as the Worker records it: what it holds, where it lies, and whether it was proven by a restore. */
export const BackupRecord = z.object({
  id: z.string(),
  target: z.string(),
  /** The moment that the backup is of. */
  takenAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** `r2://bucket/prefix`; never holds a key or password. */
  where: z.string(),
  /** As stored: compressed, and encrypted where it is. */
  bytes: z.number().int().nonnegative(),
  tables: z.number().int().nonnegative(),
  rows: z.number().int().nonnegative(),
  serverVersion: z.string(),
  /** SHA-256 of the facts. */
  catalogDigest: Sha256,
  manifestSha256: Sha256,
  /** The newest restore drill; null: none was made. */
  verified: z
    .object({ at: z.iso.datetime(), durationMs: z.number().int(), ok: z.boolean(), compared: Compared })
    .nullable(),
})
export type BackupRecord = z.infer<typeof BackupRecord>
