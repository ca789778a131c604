import { both, check, graded } from '../check.ts'
import { span } from '../words.ts'
import { byOwner, ending, hiddenSessions, MONITOR_GRANT, pids, SessionRow, subjectOf } from './row.ts'

/** A transaction that keeps dead rows. */
export const oldSnapshots = check({
  id: 'old-snapshots',
  title: 'An old transaction keeps vacuum from removing dead rows',
  suite: 'tick',
  sql: 'activity',
  unit: 's',
  limits: { warn: 3600, critical: 86_400 },
  source: 'pganalyze (xmin horizon); https://www.postgresql.org/docs/current/routine-vacuuming.html',
  why: 'No row that died since it began can be removed, in any table: tables and indexes grow, and reads become slower until long after it ends.',
  resolve: [
    'select pid, usename, state, xact_start from pg_stat_activity where backend_xmin is not null order by xact_start;',
    'select pg_terminate_backend(<pid>);',
  ],
  permission: MONITOR_GRANT,
  row: SessionRow,
  judge: (rows, limits, context) =>
    both(
      byOwner(
        rows,
        ({ keeps_rows, transaction_seconds }) => (keeps_rows ? transaction_seconds : null),
        (worst, value, all) =>
          graded(value, limits, () => ({
            subject: subjectOf(worst),
            title: `A transaction of ${worst.role} is ${span(value)} old, and no row that died since can be removed`,
            what: `${pids(worst, all)}${worst.application === '' ? '' : ` (${worst.application})`} is ${worst.state ?? 'there'}.`,
            mend: ending(worst.pid, 'terminate'),
          })),
      ),
      hiddenSessions(rows, context),
    ),
})
