import { z } from 'zod'
import { readCounts } from '../../collect/health.ts'
import { SequenceRow, sequenceUse } from '../../checks/schema/sequences.ts'
import { nameOf, ours } from '../../checks/words.ts'
import { shareOf, type DayObjects, type TableSize } from '../../model/trends.ts'
import type { HealthAsking } from './checks.ts'
import { unlessAsked } from './extras.ts'

const Row = z.object({
  schema: z.string(),
  name: z.string(),
  /** null: it was never analyzed. */
  rows: z.number().nullable(),
  live: z.number(),
  pages: z.number(),
  bytes: z.number(),
  countable: z.boolean(),
})
type Row = z.infer<typeof Row>

/** The biggest tables have a series each. */
const TABLES = 200
const SEQUENCES = 200
/** Tables of up to this are counted: 8 MB are read in some 20 ms. blocks */
const SMALL = 1000
const COUNTED = 100
/** For all counts together, ms. */
const BUDGET = 1000

/**
 * The sizes of a target's tables: rows counted where a table is small and open, else estimated; and how far its sequences are.
 * @param sequences the rows of supabase/checks/sequences.sql
 */
export async function readObjects(
  asking: HealthAsking,
  { sizes, sequences }: { sizes: readonly unknown[]; sequences: readonly unknown[] },
): Promise<DayObjects> {
  const tables = ours(z.array(Row).safeParse(sizes).data ?? []).slice(0, TABLES)
  const counts = await countsOf(asking, tables)
  return {
    tables: Object.fromEntries(
      tables.map((row): [string, TableSize] => {
        const name = nameOf(row.schema, row.name)
        const counted = counts.get(name)
        return [name, { rows: counted ?? row.rows ?? row.live, exact: counted !== undefined, bytes: row.bytes }]
      }),
    ),
    sequences: Object.fromEntries(
      ours(z.array(SequenceRow).safeParse(sequences).data ?? [])
        .flatMap((row) =>
          row.cycles || row.last === null ? [] : [[nameOf(row.schema, row.name), sequenceUse(row)] as const],
        )
        .toSorted(([, a], [, b]) => shareOf(b) - shareOf(a))
        .slice(0, SEQUENCES),
    ),
  }
}

/** Rows of small tables by name; none where the time was over, or the target refused. */
async function countsOf(asking: HealthAsking, tables: readonly Row[]): Promise<Map<string, number>> {
  const small = tables
    .filter(({ countable, pages, live }) => countable && pages <= SMALL && live < 100_000)
    .slice(0, COUNTED)
  const within = Math.min(BUDGET, asking.left())
  if (small.length === 0 || within <= 0) return new Map()
  const { session, journal } = asking
  const counted = await unlessAsked(() =>
    readCounts(session, { journal, tables: small.map(({ schema, name }) => ({ schema, table: name })), within }),
  )
  if (!Array.isArray(counted)) return new Map()
  return new Map(
    small.flatMap(({ schema, name }, i) => {
      const rows = counted[i]
      return typeof rows === 'number' ? [[nameOf(schema, name), rows] as const] : []
    }),
  )
}
