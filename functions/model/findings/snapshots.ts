import { z } from 'zod'
import { SnapshotFact } from '../snapshot.ts'
import { shared } from './shared.ts'

const content = {
  ...shared,
  /** The newest snapshot. */
  file: z.string(),
  /** Tag of the migration that made, changed or removed them; null where none ever did. */
  migration: z.string().nullable(),
  /** Root causes, with what each side has. */
  facts: z.array(SnapshotFact),
}

/** What is wrong with drizzle-kit's snapshot files, the second of the four truths. */
export const SnapshotsFindings = [
  z.object({ type: z.literal('snapshots.unreadable'), ...shared, file: z.string(), reason: z.string() }),
  z.object({
    type: z.literal('snapshots.old-version'),
    ...shared,
    files: z.array(z.string()),
    version: z.string(),
  }),
  z.object({ type: z.literal('snapshots.missing'), ...shared, tags: z.array(z.string()), newest: z.string() }),
  z.object({ type: z.literal('snapshots.stale'), ...shared, tags: z.array(z.string()), newest: z.string() }),
  z.object({ type: z.literal('snapshots.orphan'), ...shared, file: z.string(), newest: z.boolean() }),
  z.object({ type: z.literal('snapshots.same-id'), ...shared, id: z.string(), files: z.array(z.string()) }),
  z.object({
    type: z.literal('snapshots.fork'),
    ...shared,
    parent: z.string().nullable(),
    files: z.array(z.string()),
    layout: z.enum(['journal', 'folders']),
  }),
  z.object({
    type: z.literal('snapshots.chain'),
    ...shared,
    file: z.string(),
    prevId: z.string(),
    before: z.string().nullable(),
  }),
  /** The migrations make it, the snapshot does not know it: drizzle-kit generate will write it again. */
  z.object({ type: z.literal('snapshots.unknown-to-snapshot'), ...content }),
  /** The snapshot has it, the migrations do not make it: drizzle-kit generate will never write it. */
  z.object({ type: z.literal('snapshots.only-in-snapshot'), ...content }),
  /** Both have it, differently: drizzle-kit generate will not write what puts it right. */
  z.object({ type: z.literal('snapshots.differs'), ...content }),
] as const
