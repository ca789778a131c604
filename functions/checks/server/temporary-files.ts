import { doubt, graded, told } from '../check.ts'
import { size } from '../words.ts'
import { isDoubt, since } from './delta.ts'
import { ofServer } from './own.ts'

const GIGABYTE = 1024 ** 3

/** What sorts and joins write to disk since it does not fit into memory. */
export const temporaryFiles = ofServer({
  id: 'temporary-files',
  title: 'Sorts and joins write much to disk',
  suite: 'tick',
  unit: 'GB an hour',
  limits: { warn: 1, critical: 10 },
  source: 'pgDash and pgwatch watch temp_bytes; 1 GB an hour is ours',
  why: 'What does not fit into work_mem goes to disk and back: slow for the query, and for everybody who shares the disk.',
  resolve: [
    'select query, temp_blks_written, calls from extensions.pg_stat_statements order by temp_blks_written desc limit 10;',
    '-- an index that yields the order, or more work_mem for the role that asks',
  ],
  severity: { warn: 'low', critical: 'medium' },
  compares: true,
  judge: ({ temp_bytes }, limits, context) => {
    const delta = since(context.samples.hour, context, { temp_bytes })
    if (isDoubt(delta)) return doubt(delta)
    const bytes = delta.grown.temp_bytes ?? 0
    // A look of five minutes ago must not make an hour of one large report.
    const rate = bytes / GIGABYTE / Math.max(1, delta.hours)
    return told([
      graded(Math.round(rate * 100) / 100, limits, () => ({
        subject: 'database',
        title: `${size(bytes)} of temporary files were written since the look before`,
        what: 'pg_stat_database counted them: sorts, hashes and joins that did not fit into work_mem.',
        mend: [
          'select query, temp_blks_written, calls from extensions.pg_stat_statements order by temp_blks_written desc limit 10;',
          '-- an index that yields the order, or more work_mem for the role that asks',
        ],
      })),
    ])
  },
})
