import { doubt, told } from '../check.ts'
import { percent } from '../words.ts'
import { isDoubt, since } from './delta.ts'
import { ofServer } from './own.ts'

/** Fewer blocks than this say nothing about a share. */
const ENOUGH = 100_000

/** The share of blocks that were in memory. */
export const cacheHits = ofServer({
  id: 'cache-hits',
  title: 'Reads no longer find their blocks in memory',
  suite: 'tick',
  unit: '% found',
  limits: { warn: 95, critical: 90 },
  source:
    'Heroku pg:diagnose and supabase inspect db cache-hit ask for 99 % since ever; of the last hour 95 and 90 % are ours',
  why: 'What is read no longer fits into memory, or a query lost its index and reads whole tables.',
  resolve: [
    'select query, shared_blks_read, calls from extensions.pg_stat_statements order by shared_blks_read desc limit 10;',
    '-- an index for what reads most; else a larger instance',
  ],
  severity: { warn: 'low', critical: 'medium' },
  compares: true,
  judge: (server, { warn, critical }, context) => {
    const delta = since(context.samples.hour, context, {
      blocks_read: server.blocks_read,
      blocks_hit: server.blocks_hit,
    })
    if (isDoubt(delta)) return doubt(delta)
    const { blocks_read: read = 0, blocks_hit: hit = 0 } = delta.grown
    if (read + hit < ENOUGH) return told([])
    const share = percent(hit, read + hit)
    if (share > warn) return told([])
    return told([
      {
        subject: 'database',
        grade: critical !== null && share <= critical ? 'critical' : 'warn',
        value: share,
        title: `Only ${share} % of ${read + hit} blocks were found in memory`,
        what: `${read} blocks were read from the system since the look before.`,
        mend: [
          'select query, shared_blks_read, calls from extensions.pg_stat_statements order by shared_blks_read desc limit 10;',
          '-- an index for what reads most; else a larger instance',
        ],
      },
    ])
  },
})
