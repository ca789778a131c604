import type { FindingOf } from '../model/finding.ts'
import { isUnread, type PerformanceSnapshot, type TableCount } from '../model/performance.ts'
import { LIMITS } from './limits.ts'
import { nameOf, type TableWindow, type Window } from './window.ts'

/** Large tables that are read whole much more than beside each earlier window, by the hour and by the access. */
export function scannedTables(
  after: Window,
  baselines: readonly Window[],
): FindingOf<'performance.sequential-scans'>[] {
  if (isUnread(after.tables) || baselines.length === 0) return []
  return [...after.tables].flatMap(([table, span]) => {
    const rows = rowsOf(span.after)
    const read = perHour(span, after)
    if (rows < LIMITS.seq.rows || span.seqScans < LIMITS.seq.scans || span.seqRows < LIMITS.seq.scans * rows) return []
    const before = baselines.map((baseline) => (isUnread(baseline.tables) ? undefined : baseline.tables.get(table)))
    const isMore = before.every(
      (one, i) => one !== undefined && moreThan(one, baselines[i]?.hours ?? 0, span, after.hours),
    )
    if (!isMore) return []
    const most = Math.max(...baselines.map((baseline, i) => perHour(before[i], baseline)))
    return [
      {
        type: 'performance.sequential-scans' as const,
        key: `performance:table:${table}`,
        severity: 'medium' as const,
        table,
        rows,
        read: { before: most, after: read },
      },
    ]
  })
}

const perHour = (span: TableWindow | undefined, { hours }: Window) =>
  span === undefined || hours === 0 ? 0 : span.seqRows / hours

/** The estimate, or what was counted; whichever is larger. */
const rowsOf = ({ rows, live }: TableCount) => Math.max(rows ?? 0, live)

const accesses = ({ seqScans, indexScans }: TableWindow) => Math.max(1, seqScans + indexScans)

/** More alone is no sign: the table may be asked more. So it must be more for each time that it is asked, too. */
function moreThan(before: TableWindow, hoursBefore: number, after: TableWindow, hoursAfter: number): boolean {
  const { ratio } = LIMITS.seq
  return (
    after.seqRows / hoursAfter >= ratio * (before.seqRows / hoursBefore) &&
    after.seqRows / accesses(after) >= ratio * (before.seqRows / accesses(before))
  )
}

/** Tables that were rewritten between two snapshots, and of which the planner has not learnt since the first. */
export function unlearntTables(
  before: PerformanceSnapshot,
  after: PerformanceSnapshot,
): FindingOf<'performance.not-analyzed'>[] {
  if (isUnread(before.tables) || isUnread(after.tables)) return []
  const earlier = new Map(before.tables.map((table) => [nameOf(table), table]))
  return after.tables.flatMap((table) => {
    const old = earlier.get(nameOf(table))
    const rows = rowsOf(table)
    const isLearnt = table.analyzed !== null && table.analyzed >= before.at
    if (old === undefined || old.file === table.file || isLearnt || rows < LIMITS.analyze.rows) return []
    return [
      {
        type: 'performance.not-analyzed' as const,
        key: `performance:analyze:${nameOf(table)}`,
        severity: 'medium' as const,
        table: nameOf(table),
        rows,
      },
    ]
  })
}
