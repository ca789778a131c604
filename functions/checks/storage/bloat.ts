import { z } from 'zod'
import { both, check, graded, type Doubt, type Told } from '../check.ts'
import { nameOf, ours, percent, size } from '../words.ts'

const Row = z.object({
  schema: z.string(),
  name: z.string(),
  bytes: z.number(),
  /** Of a row with its header; null: there are no statistics, or they may not be read. */
  width: z.number().nullable(),
  rows: z.number(),
  fillfactor: z.number(),
  readable: z.boolean(),
  hidden: z.boolean(),
  analyzed_seconds: z.number().nullable(),
})

/** What a page holds beside its header. bytes */
const PAGE = 8168
/** Less is not worth the work. bytes */
const WORTH = 100 * 1024 ** 2

/** What a table would take if it were written again. bytes */
const needed = ({ width, rows, fillfactor }: { width: number; rows: number; fillfactor: number }) =>
  Math.ceil((rows * width) / ((PAGE * fillfactor) / 100)) * 8192

/** Room that a table takes and does not need. */
export const bloat = check({
  id: 'bloat',
  title: 'A table takes far more room than its rows need',
  suite: 'weekly',
  sql: 'bloat',
  unit: '% needless',
  limits: { warn: 50, critical: null },
  source:
    'the estimate of https://github.com/ioguix/pgsql-bloat-estimation; check_postgres bloat; 50 % of at least 100 MB is ours',
  why: 'It is read, cached and backed up with the table. Vacuum lets it be used again, and does not give it back.',
  resolve: [
    '-- without a lock: the extension pg_repack; with ACCESS EXCLUSIVE for as long as it takes: vacuum full <table>;',
  ],
  severity: { warn: 'low', critical: 'medium' },
  permission: 'grant select on <table> to plumbline;',
  lock: 'Reads relpages instead of the table’s true size, which would take a lock: it answers during any migration.',
  row: Row,
  judge: (rows, limits) => {
    const seen = ours(rows).map((row): Told | Doubt | null => {
      const table = nameOf(row.schema, row.name)
      const { width, bytes } = row
      if (width === null) return row.rows <= 0 ? null : unseen(table, row)
      const spare = bytes - needed({ ...row, width })
      if (spare < WORTH) return null
      return graded(percent(spare, bytes), limits, () => ({
        subject: table,
        title: `About ${size(spare)} of the ${size(bytes)} of ${table} are empty`,
        what: 'An estimate from the statistics: the rows that there are, of the width that they have.',
        mend: [
          '-- with the extension pg_repack nobody waits; this lets nobody at the table for as long as it takes:',
          `vacuum (full, verbose) ${table};`,
        ],
      }))
    })
    return both(
      seen.filter((one) => one !== null && 'grade' in one),
      seen.filter((one) => one !== null && 'reason' in one),
    )
  },
})

function unseen(table: string, { readable, hidden }: z.infer<typeof Row>): Doubt {
  if (!readable)
    return {
      subject: table,
      reason: 'the statistics of a table are shown only to who may read it, and the role that looks may not',
      mend: `grant select on ${table} to plumbline;`,
    }
  if (hidden)
    return {
      subject: table,
      reason: 'row level security hides the statistics of the table from the role that looks',
      mend: 'alter role plumbline bypassrls;',
    }
  return { subject: table, reason: 'there are no statistics of all its columns yet', mend: `analyze ${table};` }
}
