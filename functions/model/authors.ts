import { z } from 'zod'

const Text = z.string().refine((text) => !text.includes('\0'), 'must not hold a NUL')

/** An object of which it is asked who changed it. */
export const Wanted = z.object({
  /** Regular expressions of PostgreSQL that a statement must fit, each of them, to have changed it. */
  patterns: z.array(Text).min(1).max(8).readonly(),
  /** What bears an owner of its own; null: it is part of something that does. */
  object: z.enum(['relation', 'routine', 'type', 'schema']).nullable(),
  schema: Text,
  name: Text,
})
export type Wanted = z.infer<typeof Wanted>

/** What a server knows of who changed what was wanted; places in the list of that; times in ms. */
export interface Authors {
  /** The owner of the journal: the role that runs the migrations; null: there is no journal. */
  migrator: string | null
  owners: { place: number; role: string }[]
  /** Sessions that are there still, and whose last statement it was. */
  sessions: { place: number; role: string; application: string | null; at: number }[]
  /** Roles whose statement was counted, and when its entry began (null: not kept before PostgreSQL 17); or why nobody can say. */
  statements: { place: number; role: string; at: number | null }[] | { reason: string; mend: string | null }
}

const role = z.string()

/** Who made a difference, and by what that is known. */
export const Who = z.discriminatedUnion('known', [
  /** A session that was there still had run it; `at`: when, ms. */
  z.object({ known: z.literal('session'), role, application: z.string().nullable(), at: z.number() }),
  /** pg_stat_statements has counted such a statement, of this role alone; `at`: since when, ms; null: not kept before PostgreSQL 17. */
  z.object({ known: z.literal('statement'), role, at: z.number().nullable() }),
  /** It belongs to this role, and the journal to another. */
  z.object({ known: z.literal('owner'), role }),
  /** Nobody can say, and what would let it be known; null where nothing would. */
  z.object({ known: z.literal('nothing'), reason: z.string(), mend: z.string().nullable() }),
])
export type Who = z.infer<typeof Who>
