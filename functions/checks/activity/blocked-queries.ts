import { both, check, graded } from '../check.ts'
import { span } from '../words.ts'
import { byOwner, ending, hiddenSessions, MONITOR_GRANT, pids, SessionRow, subjectOf } from './row.ts'

/** A query that waits for another's lock. */
export const blockedQueries = check({
  id: 'blocked-queries',
  title: 'A query waits for another’s lock',
  suite: 'tick',
  sql: 'activity',
  unit: 's',
  limits: { warn: 60, critical: 300 },
  source: 'check_postgres locks; https://www.postgresql.org/docs/current/functions-info.html (pg_blocking_pids)',
  why: 'Whoever waits keeps its connection and its own locks; those who come later wait behind it. That is how one forgotten transaction becomes an outage.',
  resolve: [
    'select pid, pg_blocking_pids(pid) as blocked_by, wait_event from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0;',
    'select pg_terminate_backend(<pid of the one that blocks>);',
  ],
  permission: MONITOR_GRANT,
  row: SessionRow,
  judge: (rows, limits, context) =>
    both(
      byOwner(
        rows,
        ({ blocked_by, query_seconds, state_seconds }) =>
          blocked_by.length > 0 ? (query_seconds ?? state_seconds) : null,
        (worst, value, all) =>
          graded(value, limits, () => ({
            subject: subjectOf(worst),
            title: `A query of ${worst.role} has been waiting for a lock for ${span(value)}`,
            what: `${pids(worst, all)} waits for ${worst.blocked_by.map((pid) => (pid === 0 ? 'a prepared transaction' : `pid ${pid}`)).join(', ')}.`,
            mend: worst.blocked_by.some((pid) => pid > 0)
              ? ending(worst.blocked_by.find((pid) => pid > 0) ?? 0, 'terminate')
              : ['select gid, prepared from pg_prepared_xacts;'],
          })),
      ),
      hiddenSessions(rows, context),
    ),
})
