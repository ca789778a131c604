import {
  isUnread,
  type DatabaseCount,
  type IndexCount,
  type PerformanceSnapshot,
  type TableCount,
  type Unread,
  type WindowTime,
} from '../model/performance.ts'
import { statementWindow, type StatementWindow } from './statements.ts'

/** What happened between two snapshots. */
export interface Window {
  time: WindowTime
  hours: number
  statements: StatementWindow | Unread
  /** By `schema.name`; of tables that were there before and after. */
  tables: ReadonlyMap<string, TableWindow> | Unread
  /** By `schema.name`; of indexes that were there before and after. */
  indexes: ReadonlyMap<string, IndexWindow> | Unread
  database: Pick<DatabaseCount, 'commits' | 'rollbacks' | 'blocks_hit' | 'blocks_read' | 'temp_bytes'> | null
  before: PerformanceSnapshot
  after: PerformanceSnapshot
}

export interface TableWindow {
  seqScans: number
  seqRows: number
  indexScans: number
  after: TableCount
}

export interface IndexWindow {
  scans: number
  after: IndexCount
}

export const nameOf = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`

export const tableOf = ({ schema, relation }: IndexCount): string => `${schema}.${relation}`

/**
 * What happened between two snapshots of one target. What cannot be told, since counters began anew in between, is unknown with
 * the reason; nothing is made up for it.
 */
export function windowBetween(before: PerformanceSnapshot, after: PerformanceSnapshot): Window {
  const time = { from: before.at, to: after.at }
  const refused = whyNot(before.database, after.database)
  const reset = refused ?? whyReset(before.database, after.database)
  return {
    time,
    hours: (after.at - before.at) / 3_600_000,
    statements: refused ?? statementWindow(before, after),
    tables: reset ?? tablesBetween(before.tables, after.tables),
    indexes: reset ?? indexesBetween(before.indexes, after.indexes),
    database: reset === null ? databaseBetween(before.database, after.database) : null,
    before,
    after,
  }
}

/** PostgreSQL's start as it tells it moves by some microseconds with the clock. ms */
const SAME = 1000

function whyNot(before: DatabaseCount, after: DatabaseCount): Unread | null {
  if (after.clock <= before.clock)
    return { reason: 'the server’s clock went back between the two snapshots', mend: null }
  if (Math.abs(after.started - before.started) <= SAME) return null
  const at = new Date(after.started).toISOString()
  return { reason: `PostgreSQL was restarted in between (${at}): counters may have begun anew`, mend: null }
}

const whyReset = (before: DatabaseCount, after: DatabaseCount): Unread | null =>
  before.reset === after.reset
    ? null
    : { reason: 'the statistics of the database were reset in between (pg_stat_reset)', mend: null }

function tablesBetween(
  before: PerformanceSnapshot['tables'],
  after: PerformanceSnapshot['tables'],
): Map<string, TableWindow> | Unread {
  if (isUnread(before)) return before
  if (isUnread(after)) return after
  const earlier = new Map(before.map((table) => [nameOf(table), table]))
  const windows = new Map<string, TableWindow>()
  for (const table of after) {
    const old = earlier.get(nameOf(table))
    if (old === undefined) continue
    const span = {
      seqScans: table.seq_scans - old.seq_scans,
      seqRows: table.seq_rows - old.seq_rows,
      // PostgreSQL adds up the indexes that there are: those of one that was dropped are gone from the sum.
      indexScans: Math.max(0, table.index_scans - old.index_scans),
      after: table,
    }
    // A table that was made anew under its name counts from nothing: what it did is not known, and nothing is said of it.
    if (span.seqScans >= 0 && span.seqRows >= 0) windows.set(nameOf(table), span)
  }
  return windows
}

function indexesBetween(
  before: PerformanceSnapshot['indexes'],
  after: PerformanceSnapshot['indexes'],
): Map<string, IndexWindow> | Unread {
  if (isUnread(before)) return before
  if (isUnread(after)) return after
  const earlier = new Map(before.map((index) => [nameOf(index), index]))
  return new Map(
    after.flatMap((index): [string, IndexWindow][] => {
      const old = earlier.get(nameOf(index))
      if (old === undefined || old.scans > index.scans) return []
      return [[nameOf(index), { scans: index.scans - old.scans, after: index }]]
    }),
  )
}

const COUNTERS = ['commits', 'rollbacks', 'blocks_hit', 'blocks_read', 'temp_bytes'] as const

function databaseBetween(before: DatabaseCount, after: DatabaseCount): Window['database'] {
  const grown = (name: (typeof COUNTERS)[number]) => after[name] - before[name]
  if (COUNTERS.some((name) => grown(name) < 0)) return null
  return {
    commits: grown('commits'),
    rollbacks: grown('rollbacks'),
    blocks_hit: grown('blocks_hit'),
    blocks_read: grown('blocks_read'),
    temp_bytes: grown('temp_bytes'),
  }
}
