import { isUnread } from '../model/performance.ts'
import type { PerformanceDay } from '../model/performance-day.ts'
import { nameOf, type Window } from './window.ts'

/** So many tables and statements of a day are kept. */
const MOST = 30

/** What a day came to: from its first snapshot to its last. @param day its beginning, ms */
export function dayOf(day: number, span: Window): PerformanceDay {
  const { after, database, statements } = span
  const tables = isUnread(after.tables) ? [] : after.tables
  const blocks = database === null ? 0 : database.blocks_hit + database.blocks_read
  return {
    day,
    bytes: after.database.bytes,
    connections: after.database.connections,
    commits: database?.commits ?? null,
    cacheHits: database === null || blocks === 0 ? null : database.blocks_hit / blocks,
    temp: database?.temp_bytes ?? null,
    tables: tables
      .map((table) => ({
        table: nameOf(table),
        rows: table.rows ?? table.live,
        bytes: table.bytes + table.index_bytes,
      }))
      .toSorted((one, other) => other.bytes - one.bytes)
      .slice(0, MOST),
    statements: isUnread(statements)
      ? null
      : [...statements.figures.values()]
          .toSorted((one, other) => other.figures.ms - one.figures.ms)
          .slice(0, MOST)
          .map(({ key, text, role, figures }) => ({ key, text: text.slice(0, 200), role, figures })),
  }
}
