import { z } from 'zod'

/** A fact on which the replay and the newest snapshot differ; null: the one side has none. */
export const SnapshotFact = z.object({
  fact: z.string(),
  replay: z.string().nullable(),
  snapshot: z.string().nullable(),
})
export type SnapshotFact = z.infer<typeof SnapshotFact>

/**
 * What is wrong with the snapshot files of a folder: with each of them, with their chain, and, of the newest one, from
 * which drizzle-kit generates the next migration, with what it says.
 */
export const SnapshotFault = z.discriminatedUnion('kind', [
  /** drizzle-kit stops at it: no JSON, not the shape of a snapshot, or of a version that nobody knows. */
  z.object({ kind: z.literal('unreadable'), file: z.string(), reason: z.string() }),
  /** Of a format before 7: drizzle-kit asks for `drizzle-kit up` and generates nothing. */
  z.object({ kind: z.literal('old-version'), files: z.array(z.string()), version: z.string() }),
  /** Migrations before the newest snapshot that have none of their own. */
  z.object({ kind: z.literal('missing'), tags: z.array(z.string()), newest: z.string() }),
  /** Migrations after the newest snapshot: drizzle-kit does not know that they are there. */
  z.object({ kind: z.literal('stale'), tags: z.array(z.string()), newest: z.string() }),
  /** A snapshot of no migration. `newest`: drizzle-kit generates from it all the same. */
  z.object({ kind: z.literal('orphan'), file: z.string(), newest: z.boolean() }),
  /** Files that carry one id. */
  z.object({ kind: z.literal('same-id'), id: z.string(), files: z.array(z.string()) }),
  /** Several snapshots that follow the same one: in the 0.x layout drizzle-kit refuses to generate. */
  z.object({ kind: z.literal('fork'), parent: z.string().nullable(), files: z.array(z.string()) }),
  /** Follows a snapshot that is not there, or not the one before it. */
  z.object({ kind: z.literal('chain'), file: z.string(), prevId: z.string(), before: z.string().nullable() }),
  /** What one migration makes otherwise than the newest snapshot says. `migration` null: nothing ever made it. */
  z.object({
    kind: z.literal('content'),
    file: z.string(),
    migration: z.string().nullable(),
    facts: z.array(SnapshotFact).min(1),
  }),
  /** The newest snapshot could not be compared, as a whole or in one statement. */
  z.object({
    kind: z.literal('uncompared'),
    file: z.string(),
    statement: z.string().nullable(),
    reason: z.string(),
    mend: z.string(),
  }),
])
export type SnapshotFault = z.infer<typeof SnapshotFault>
export type SnapshotFaultOf<K extends SnapshotFault['kind']> = Extract<SnapshotFault, { kind: K }>
