import { z } from 'zod'
import { check, doubt, graded, told } from '../check.ts'
import { isDoubt, since } from './delta.ts'

/** pg_stat_statements forgets what it should count. */
export const statementsEvicted = check({
  id: 'statements-evicted',
  title: 'The extension pg_stat_statements forgets statements',
  suite: 'daily',
  sql: 'statements',
  unit: 'an hour',
  limits: { warn: 1, critical: null },
  source: 'https://www.postgresql.org/docs/current/pgstatstatements.html (pg_stat_statements_info.dealloc)',
  why: 'What runs seldom is forgotten and counted anew: what is said of slow statements holds for a part of them only.',
  resolve: [
    'alter system set pg_stat_statements.max = 10000;',
    '-- needs a restart; and write IN lists as = any ($1), so that they are one statement',
  ],
  severity: { warn: 'low', critical: 'low' },
  compares: true,
  versions: '15 to 18 alike, where the extension is 1.9 or later; 18 squashes constants of IN lists by itself.',
  row: z.object({ evicted: z.number(), reset: z.number().nullable(), room: z.number() }),
  judge: ([row], limits, context) => {
    // Not installed, or not loaded: there is nothing that could forget.
    if (row === undefined) return told([])
    // Since it counts, nothing was forgotten: no earlier look could say more.
    if (context.samples.whole === null && row.evicted === 0) return told([])
    const delta = since(context.samples.whole, context, { evicted: row.evicted })
    if (isDoubt(delta)) return doubt(delta)
    const grown = delta.grown.evicted ?? 0
    return told([
      graded(Math.round((grown / delta.hours) * 10) / 10, limits, () => ({
        subject: 'server',
        title: `pg_stat_statements had to forget ${grown} times since the look before`,
        what: `It has room for ${row.room} statements.`,
        mend: [
          'alter system set pg_stat_statements.max = 10000;',
          '-- needs a restart; and write IN lists as = any ($1), so that they are one statement',
        ],
      })),
    ])
  },
})
