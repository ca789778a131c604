import { z } from 'zod'

/** A migration as it is sent to a preflight; text null: the journal names a file that is not there. */
export const SentMigration = z.object({
  tag: z.string().min(1).max(500),
  /** Path inside the folder. */
  file: z.string().max(1_000),
  /** The journal's `when`, ms. */
  when: z.number(),
  text: z.string().nullable(),
})
export type SentMigration = z.infer<typeof SentMigration>

/** A migrations folder: in the order in which Drizzle reads it. */
export const SentFolder = z.object({
  /** journal: drizzle-orm 0.x · folders: 1.0 */
  layout: z.enum(['journal', 'folders']),
  migrations: z.array(SentMigration).max(10_000),
})
export type SentFolder = z.infer<typeof SentFolder>
