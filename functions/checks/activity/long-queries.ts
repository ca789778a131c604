import { check, graded, both } from '../check.ts'
import { span } from '../words.ts'
import { byOwner, ending, hiddenSessions, MONITOR_GRANT, pids, SessionRow, subjectOf } from './row.ts'

/** A query that has been running for long. */
export const longQueries = check({
  id: 'long-queries',
  title: 'A query has been running for long',
  suite: 'tick',
  sql: 'activity',
  unit: 's',
  limits: { warn: 300, critical: 1800 },
  source:
    'check_postgres query_time and pgwatch take 5 min; https://supabase.com/docs/guides/database/postgres/timeouts',
  why: 'It holds its locks and keeps vacuum from removing rows until it ends; a migration that needs one of its tables waits behind it, and everybody else behind the migration.',
  resolve: [
    'select pg_cancel_backend(<pid>);',
    "-- and keep it from coming back: alter role <role> set statement_timeout = '60s';",
  ],
  permission: MONITOR_GRANT,
  row: SessionRow,
  judge: (rows, limits, context) =>
    both(
      byOwner(
        rows,
        ({ state, query_seconds }) => (state === 'active' ? query_seconds : null),
        (worst, value, all) =>
          graded(value, limits, () => ({
            subject: subjectOf(worst),
            title: `A query of ${worst.role} has been running for ${span(value)}`,
            what: `${pids(worst, all)}${worst.application === '' ? '' : ` (${worst.application})`}, ${span(value)}.`,
            mend: ending(worst.pid, 'cancel'),
          })),
      ),
      hiddenSessions(rows, context),
    ),
})
