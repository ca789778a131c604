import { z } from 'zod'
import { weightKey, type RelationWeight, type TargetWeights } from '../model/weights.ts'
import type { Session } from './session.ts'
import { QueryFailed } from './transport.ts'

/** A row of supabase/figures/relations.sql. */
const WeightRow = z.object({
  schema: z.string(),
  name: z.string(),
  rows: z.coerce.number().nullable(),
  bytes: z.coerce.number().nullable(),
  writes: z.coerce.number().nullable(),
  counted_seconds: z.coerce.number().nullable(),
  writes_since_analyze: z.coerce.number().nullable(),
  analyzed_seconds: z.coerce.number().nullable(),
})
type WeightRow = z.infer<typeof WeightRow>

/**
 * Reads how much each table of a target holds; `sql` is supabase/figures/relations.sql, as the laptop or the bundle has it.
 * @throws QueryFailed where the target gave no answer, or none of ours
 */
export async function readWeights(session: Session, sql: string): Promise<TargetWeights> {
  const rows = z.array(WeightRow).safeParse(await session.query(sql))
  if (!rows.success)
    throw new QueryFailed({
      stage: 'query',
      sqlstate: null,
      reason: 'the figures of the tables have another form',
      mend: null,
    })
  return new Map(rows.data.map((row) => [weightKey(row), weightOf(row)]))
}

/** A shorter time says more of chance than of the table. s */
const SHORTEST = 60

function weightOf(row: WeightRow): RelationWeight {
  const { schema, name, rows, bytes } = row
  return { schema, name, rows, bytes, writesPerSecond: rateOf(row) }
}

/** Writes a second since the last analyze, which is what is going on now; else since the counters began. */
function rateOf({ writes, counted_seconds, writes_since_analyze, analyzed_seconds }: WeightRow): number | null {
  if (writes_since_analyze !== null && analyzed_seconds !== null && analyzed_seconds >= SHORTEST)
    return writes_since_analyze / analyzed_seconds
  if (writes !== null && counted_seconds !== null && counted_seconds >= SHORTEST) return writes / counted_seconds
  return null
}
