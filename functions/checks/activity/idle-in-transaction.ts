import { both, check, graded } from '../check.ts'
import { span } from '../words.ts'
import { byOwner, ending, hiddenSessions, MONITOR_GRANT, pids, SessionRow, subjectOf } from './row.ts'

/** A transaction that is open while nothing runs in it. */
export const idleInTransaction = check({
  id: 'idle-in-transaction',
  title: 'A transaction is open while nothing runs in it',
  suite: 'tick',
  sql: 'activity',
  unit: 's',
  limits: { warn: 300, critical: 900 },
  source:
    'check_postgres txn_idle; https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT',
  why: 'Its locks stay, and vacuum removes no row that died since it began. A program that waits for something else in the middle of a transaction, or has forgotten it, stops a migration as surely as a query does.',
  resolve: [
    'select pg_terminate_backend(<pid>);',
    "-- and keep it from coming back: alter role <role> set idle_in_transaction_session_timeout = '60s';",
  ],
  permission: MONITOR_GRANT,
  row: SessionRow,
  judge: (rows, limits, context) =>
    both(
      byOwner(
        rows,
        ({ state, state_seconds }) => (state?.startsWith('idle in transaction') ? state_seconds : null),
        (worst, value, all) =>
          graded(value, limits, () => ({
            subject: subjectOf(worst),
            title: `A transaction of ${worst.role} has been idle for ${span(value)}`,
            what: `${pids(worst, all)}${worst.application === '' ? '' : ` (${worst.application})`} has done nothing for ${span(value)} inside a transaction.`,
            mend: ending(worst.pid, 'terminate'),
          })),
      ),
      hiddenSessions(rows, context),
    ),
})
