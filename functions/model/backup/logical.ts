import { z } from 'zod'

/** ISO 8601 or ms since the epoch → ms. */
const Moment = z.union([
  z.number().nonnegative(),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
])

/** A restore drill of a logical backup. */
const Verified = z.object({
  at: Moment,
  durationMs: z.number().nonnegative(),
  ok: z.boolean(),
  compared: z.record(z.string(), z.unknown()),
})

const hex = z.string().regex(/^[\da-f]{64}$/, 'must be a SHA-256 in hex')

/** What is known of a logical backup that `plumbline backup` made; where it lies, never how to get in there. */
export const LogicalBackup = z.object({
  id: z.string().min(1).max(200),
  target: z.string(),
  takenAt: Moment.describe('The moment of its snapshot'),
  finishedAt: Moment,
  where: z
    .string()
    .min(1)
    .max(1000)
    .refine((text) => !/:\/\/[^/\s]*@|[?&][^=\s]*(?:token|key|signature|secret|password)[^=\s]*=/i.test(text), {
      message: 'holds a password or a key: name the place without it',
    }),
  bytes: z.number().int().nonnegative(),
  tables: z.number().int().nonnegative(),
  rows: z.number().int().nonnegative(),
  serverVersion: z.union([z.string(), z.number()]).transform(String),
  catalogDigest: z.string().max(200),
  manifestSha256: hex,
  verified: Verified.nullable(),
})
export type LogicalBackup = z.infer<typeof LogicalBackup>
