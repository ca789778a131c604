import { both, check, graded } from '../check.ts'
import { span } from '../words.ts'
import { byOwner, ending, hiddenSessions, MONITOR_GRANT, pids, SessionRow, subjectOf } from './row.ts'

/** A transaction that lets nobody else at a table. */
export const exclusiveLocks = check({
  id: 'exclusive-locks',
  title: 'A transaction has been holding ACCESS EXCLUSIVE on a table',
  suite: 'tick',
  sql: 'activity',
  unit: 's',
  limits: { warn: 5, critical: 60 },
  source:
    'GitLab and strong_migrations let a migration hold it for seconds; https://www.postgresql.org/docs/current/explicit-locking.html',
  why: 'Nobody can read or write the table until it ends: usually a migration that does long work after its ALTER TABLE, in one transaction.',
  resolve: [
    'select pg_cancel_backend(<pid>);',
    '-- split the migration: what takes long goes into a transaction of its own, before the ALTER TABLE',
  ],
  permission: MONITOR_GRANT,
  row: SessionRow,
  judge: (rows, limits, context) =>
    both(
      byOwner(
        rows,
        ({ exclusive, transaction_seconds }) => (exclusive.length > 0 ? transaction_seconds : null),
        (worst, value, all) =>
          graded(value, limits, () => ({
            subject: subjectOf(worst),
            title: `${worst.exclusive.slice(0, 3).join(', ')} can be read by nobody else: a transaction has been holding it for ${span(value)}`,
            what: `${pids(worst, all)} of ${worst.role} holds ACCESS EXCLUSIVE on ${worst.exclusive.join(', ')}.`,
            mend: ending(worst.pid, worst.state === 'active' ? 'cancel' : 'terminate'),
          })),
      ),
      hiddenSessions(rows, context),
    ),
})
