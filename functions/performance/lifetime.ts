import { isUnread, type PerformanceSnapshot } from '../model/performance.ts'
import { windowBetween, type Window } from './window.ts'

/**
 * All that a snapshot has counted, as one window: what is usual where there is no earlier snapshot. How long that is nobody knows, so that it
 * says nothing of what happens by the hour, as scans of tables and indexes do.
 */
export function lifetimeOf(snapshot: PerformanceSnapshot): Window {
  const { database, statements } = snapshot
  const unread = { reason: 'since when they are counted is not known', mend: null }
  const nothing: PerformanceSnapshot = {
    at: 0,
    database: { ...database, clock: 0, blocks_hit: 0, blocks_read: 0, commits: 0, rollbacks: 0, temp_bytes: 0 },
    tables: unread,
    indexes: unread,
    statements: isUnread(statements) ? statements : { ...statements, of: 0, counts: [] },
  }
  return windowBetween(nothing, snapshot)
}
