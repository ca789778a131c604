import {
  isUnread,
  type DatabaseChange,
  type PerformanceSnapshot,
  type StatementChange,
  type TableChange,
} from '../model/performance.ts'
import { nameOf, type TableWindow, type Window } from './window.ts'

/** So many statements and tables are shown. */
const MOST = 20

/** What the statements that took most of the window's time did before and in it. */
export function statementChanges(before: Window, after: Window): StatementChange[] {
  if (isUnread(before.statements) || isUnread(after.statements)) return []
  const earlier = before.statements.figures
  return [...after.statements.figures]
    .flatMap(([id, { key, text, role, figures }]): StatementChange[] => {
      const old = earlier.get(id)
      return old === undefined ? [] : [{ key, text, role, before: old.figures, after: figures }]
    })
    .toSorted((one, other) => other.after.ms - one.after.ms)
    .slice(0, MOST)
}

/** Tables that hold more or less than before a deploy, were rewritten, or are read otherwise; the most changed first. */
export function tableChanges(
  start: PerformanceSnapshot,
  now: PerformanceSnapshot,
  before: Window | null,
  after: Window | null,
): TableChange[] {
  if (isUnread(start.tables) || isUnread(now.tables)) return []
  const earlier = new Map(start.tables.map((table) => [nameOf(table), table]))
  return now.tables
    .flatMap((table): TableChange[] => {
      const name = nameOf(table)
      const old = earlier.get(name)
      if (old === undefined) return []
      const rates = (value: (span: TableWindow) => number) => ({
        before: hourly(before, name, value),
        after: hourly(after, name, value),
      })
      return [
        {
          table: name,
          rows: { before: old.rows ?? old.live, after: table.rows ?? table.live },
          bytes: { before: old.bytes + old.index_bytes, after: table.bytes + table.index_bytes },
          seqScans: rates(({ seqScans }) => seqScans),
          indexScans: rates(({ indexScans }) => indexScans),
          seqRows: rates(({ seqRows }) => seqRows),
          rewritten: old.file !== table.file,
        },
      ]
    })
    .filter((change) => changeIn(change) > 0)
    .toSorted((one, other) => changeIn(other) - changeIn(one))
    .slice(0, MOST)
}

/** An hour. */
function hourly(span: Window | null, table: string, value: (span: TableWindow) => number): number {
  if (span === null || isUnread(span.tables) || span.hours === 0) return 0
  const found = span.tables.get(table)
  return found === undefined ? 0 : Math.round(value(found) / span.hours)
}

const changeIn = ({ rewritten, bytes, seqRows, rows }: TableChange): number =>
  (rewritten ? 1e12 : 0) +
  Math.abs(bytes.after - bytes.before) +
  Math.abs(seqRows.after - seqRows.before) +
  Math.abs(rows.after - rows.before)

/** What the database as a whole did in two windows; null where its counters began anew. */
export function databaseChange(before: Window, after: Window): DatabaseChange | null {
  const [old, now] = [before.database, after.database]
  if (old === null || now === null) return null
  const hits = ({ blocks_hit, blocks_read }: typeof now) =>
    blocks_hit + blocks_read === 0 ? null : blocks_hit / (blocks_hit + blocks_read)
  const both = (name: 'temp_bytes' | 'commits') => ({
    before: Math.round(old[name] / before.hours),
    after: Math.round(now[name] / after.hours),
  })
  const last = (name: 'bytes' | 'connections') => ({
    before: before.after.database[name],
    after: after.after.database[name],
  })
  return {
    cacheHits: { before: hits(old), after: hits(now) },
    temp: both('temp_bytes'),
    commits: both('commits'),
    bytes: last('bytes'),
    connections: last('connections'),
  }
}
