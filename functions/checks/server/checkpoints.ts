import { z } from 'zod'
import { check, doubt, graded, told } from '../check.ts'
import { percent } from '../words.ts'
import { isDoubt, since } from './delta.ts'

/** Fewer than this say nothing about a share. */
const ENOUGH = 10

/** Checkpoints that were asked for since the write-ahead log had grown too much. */
export const checkpoints = check({
  id: 'checkpoints',
  title: 'Checkpoints come oftener than they are due',
  suite: 'tick',
  sql: 'checkpoints',
  unit: '%',
  limits: { warn: 50, critical: null },
  source: 'check_postgres and pgDash; https://www.postgresql.org/docs/current/wal-configuration.html',
  why: 'The limit max_wal_size is too small for what is written: the same pages are written again and again, and each checkpoint slows everybody down.',
  resolve: ["alter system set max_wal_size = '4GB';", 'select pg_reload_conf();'],
  severity: { warn: 'low', critical: 'medium' },
  versions: '15 and 16 keep the figures in pg_stat_bgwriter, 17 and later in pg_stat_checkpointer.',
  compares: true,
  row: z.object({ timed: z.number(), requested: z.number(), reset: z.number().nullable() }),
  judge: ([row], limits, context) => {
    if (row === undefined)
      return doubt({ subject: 'checkpoints', reason: 'PostgreSQL shows no figures of them', mend: null })
    const delta = since(context.samples.day, context, { timed: row.timed, requested: row.requested })
    if (isDoubt(delta)) return doubt(delta)
    const { timed = 0, requested = 0 } = delta.grown
    if (timed + requested < ENOUGH) return told([])
    const share = percent(requested, timed + requested)
    return told([
      graded(share, limits, () => ({
        subject: 'server',
        title: `${share} % of ${timed + requested} checkpoints were not due yet`,
        what: `${requested} were asked for since the write-ahead log had grown to max_wal_size.`,
        mend: ["alter system set max_wal_size = '4GB';", 'select pg_reload_conf();'],
      })),
    ])
  },
})
