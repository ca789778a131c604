import { z } from 'zod'
import { BackupRecord } from './record.ts'

/** ISO 8601 or ms since the epoch → ms. */
const Moment = z.union([
  z.number().nonnegative(),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
])

/** A restore drill of a logical backup; what it compared is kept as it was told. */
const Verified = z.object({
  at: Moment,
  durationMs: z.number().nonnegative(),
  ok: z.boolean(),
  compared: z.record(z.string(), z.unknown()),
})

/** What the Worker keeps of a logical backup: its record, with times in ms; where it lies, never how to get in there. */
export const LogicalBackup = BackupRecord.extend({
  id: BackupRecord.shape.id.min(1).max(200),
  takenAt: Moment.describe('The moment of its snapshot'),
  finishedAt: Moment,
  where: z
    .string()
    .min(1)
    .max(1000)
    .refine((text) => !/:\/\/[^/\s]*@|[?&][^=\s]*(?:token|key|signature|secret|password)[^=\s]*=/i.test(text), {
      message: 'holds a password or a key: name the place without it',
    }),
  verified: Verified.nullable(),
})
export type LogicalBackup = z.infer<typeof LogicalBackup>
