import type { FindingOf } from '../model/finding.ts'
import { isUnread, type IndexCount, type PerformanceSnapshot } from '../model/performance.ts'
import { LIMITS } from './limits.ts'
import { nameOf, tableOf, type Window } from './window.ts'

type Lost = FindingOf<'performance.index-lost'>

/** Indexes that were there before a deploy and are not any more, while their table is; those that none stands in for. */
export function droppedIndexes(
  before: PerformanceSnapshot,
  after: PerformanceSnapshot,
  baselines: readonly Window[],
): Lost[] {
  if (isUnread(before.indexes) || isUnread(after.indexes) || isUnread(after.tables)) return []
  const [now, tables] = [after.indexes, new Set(after.tables.map(nameOf))]
  const there = new Set(now.map(nameOf))
  return before.indexes.flatMap((index): Lost[] => {
    const stands = now.some((other) => tableOf(other) === tableOf(index) && standsIn(other, index))
    if (there.has(nameOf(index)) || !tables.has(tableOf(index)) || stands || index.scans === 0) return []
    const scans = Math.max(0, ...baselines.map((span) => scansPerHour(span, index)))
    return [lost(index, 'dropped', scans)]
  })
}

/**
 * Indexes that were used before, of tables that are read as before, and are used no more; within half a day only of tables on which
 * something is slower.
 */
export function unusedIndexes(after: Window, baselines: readonly Window[], isHurt: (table: string) => boolean): Lost[] {
  if (isUnread(after.indexes)) return []
  return [...after.indexes.values()].flatMap(({ scans, after: index }): Lost[] => {
    if (scans > 0 || (after.hours < LIMITS.quiet && !isHurt(tableOf(index)))) return []
    const before = baselines.map((span) => scansPerHour(span, index))
    const least = Math.min(...before)
    const asBefore = baselines.every((span) => isReadAsBefore(tableOf(index), span, after))
    if (before.length === 0 || least * after.hours < LIMITS.scans || !asBefore) return []
    return [lost(index, 'unused', least)]
  })
}

const lost = (index: IndexCount, how: Lost['how'], scans: number): Lost => ({
  type: 'performance.index-lost',
  key: `performance:index:${nameOf(index)}`,
  severity: scans > 0 ? 'high' : 'medium',
  index: nameOf(index),
  table: tableOf(index),
  how,
  scans,
  definition: index.definition,
  constraint: index.constraint === null ? null : { name: index.name, definition: index.constraint },
})

/** In a window; an index that was dropped at its end counts until then. */
function scansPerHour({ indexes, hours }: Window, index: IndexCount): number {
  if (isUnread(indexes) || hours === 0) return 0
  return (indexes.get(nameOf(index))?.scans ?? 0) / hours
}

function isReadAsBefore(table: string, before: Window, after: Window): boolean {
  if (isUnread(before.tables) || isUnread(after.tables)) return false
  const rate = ({ tables, hours }: Window) => {
    const one = isUnread(tables) ? undefined : tables.get(table)
    return one === undefined || hours === 0 ? 0 : (one.seqScans + one.indexScans) / hours
  }
  return rate(after) >= LIMITS.accesses * rate(before)
}

/** Whether an index can do what another did: the same but for its name, or more columns after the same ones. */
function standsIn(other: IndexCount, lost: IndexCount): boolean {
  if (withoutName(other.definition) === withoutName(lost.definition) && lost.definition !== null) return true
  if (other.partial || lost.columns.length === 0 || lost.columns.includes(null)) return false
  return methodOf(other) === methodOf(lost) && lost.columns.every((column, i) => other.columns[i] === column)
}

const DEFINITION = /^CREATE (?:UNIQUE )?INDEX .*? ON (?:ONLY )?(.* USING (\w+) .*)$/s

const withoutName = (definition: string | null) => DEFINITION.exec(definition ?? '')?.[1] ?? null

const methodOf = ({ definition }: IndexCount) => DEFINITION.exec(definition ?? '')?.[2] ?? null
