import { doubt, graded, told } from '../check.ts'
import { percent, size, span } from '../words.ts'
import { FIRST_LOOK } from './delta.ts'
import { ofServer } from './own.ts'

/** Below this a database may double. bytes */
const SMALL = 100 * 1024 ** 2

/** How much the database grew within a day. */
export const databaseGrowth = ofServer({
  id: 'database-growth',
  title: 'The database grows fast',
  suite: 'tick',
  unit: '% in 24 h',
  limits: { warn: 20, critical: 50 },
  source: 'pgDash and Datadog leave it to the user; 20 and 50 % in 24 h of at least 100 MB are ours',
  why: 'When the disk is full PostgreSQL stops, and Supabase turns to read-only before that.',
  resolve: [
    'select relname, pg_size_pretty(pg_total_relation_size(oid)) from pg_class order by pg_total_relation_size(oid) desc limit 10;',
  ],
  compares: true,
  judge: ({ size: bytes }, limits, { samples: { day }, now }) => {
    const before = day?.counters.size
    if (day === null || before === undefined) return doubt(FIRST_LOOK)
    if (bytes < SMALL) return told([])
    const share = percent(bytes - before, before)
    return told([
      graded(share, limits, () => ({
        subject: 'database',
        title: `The database grew by ${share} % in ${span((now - day.at) / 1000)}, to ${size(bytes)}`,
        what: `It had ${size(before)} before.`,
        mend: [
          'select relname, pg_size_pretty(pg_total_relation_size(oid)) from pg_class order by pg_total_relation_size(oid) desc limit 10;',
        ],
      })),
    ])
  },
})
