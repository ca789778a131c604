import { z } from 'zod'

/** How long a request may wait for a restore point unless it says so, s. */
const WAIT = 60

/** What POST /:target/backups may say. */
export const BackupRequest = z.strictObject({
  reason: z.string().trim().min(1).max(500).optional().describe('Why a backup is asked for'),
  wait: z.number().int().min(1).max(240).default(WAIT).describe('How long to wait for it, seconds'),
})
export type BackupRequest = z.infer<typeof BackupRequest>

/** The value of an Idempotency-Key header: a string of structured fields (RFC 8941), or the same without its quotes. */
export const IdempotencyKey = z
  .string()
  .transform((text) => /^"(.*)"$/.exec(text.trim())?.[1] ?? text.trim())
  .pipe(z.string().regex(/^[\x21-\x7e]{1,200}$/, 'may have 1 to 200 visible ASCII characters'))
