import { z } from 'zod'

/** How much a relation of a target holds and how busy it is, as PostgreSQL estimates it. null: not known. */
export const RelationWeight = z.object({
  schema: z.string(),
  name: z.string(),
  /** Estimate of the planner; null until the table was first analysed. */
  rows: z.number().nullable(),
  /** Of the table itself, without its indexes. */
  bytes: z.number().nullable(),
  /** Rows inserted, updated and deleted. */
  writesPerSecond: z.number().nullable(),
})
export type RelationWeight = z.infer<typeof RelationWeight>

/** The name of a relation as a key of the weights: no line break of a name is printed bare. */
export const weightKey = ({ schema, name }: Pick<RelationWeight, 'schema' | 'name'>): string => `${schema}\n${name}`

/** What a target holds, by `weightKey`; a relation that is not in it is unknown. */
export type TargetWeights = ReadonlyMap<string, RelationWeight>

/** What a table's weight means for a lock on it. */
export type Heft = 'tiny' | 'ordinary' | 'big' | 'unknown'

/** Up to here a scan or a rewrite is over in milliseconds. */
const TINY_ROWS = 10_000
const TINY_BYTES = 8 * 1024 ** 2
/** From here on one takes seconds, which is an outage behind an ACCESS EXCLUSIVE lock. */
const BIG_ROWS = 1_000_000
const BIG_BYTES = 1024 ** 3
/** From here on a blocked queue grows faster than people notice. */
export const BUSY_WRITES = 10

/** Whether a table is so small that no lock on it lasts, or so big or busy that each does. */
export function heftOf(weight: RelationWeight | undefined): Heft {
  if (weight === undefined) return 'unknown'
  const { rows, bytes, writesPerSecond } = weight
  if ((rows ?? 0) >= BIG_ROWS || (bytes ?? 0) >= BIG_BYTES || isBusy(weight)) return 'big'
  if (rows === null && bytes === null) return 'unknown'
  const small = (rows ?? 0) <= TINY_ROWS && (bytes ?? 0) <= TINY_BYTES
  return small && (writesPerSecond ?? 0) < 1 ? 'tiny' : 'ordinary'
}

/** Whether a table is written so often that even a short lock makes a queue. */
export const isBusy = ({ writesPerSecond }: RelationWeight): boolean => (writesPerSecond ?? 0) >= BUSY_WRITES
