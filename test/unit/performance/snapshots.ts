import type {
  IndexCount,
  PerformanceSnapshot,
  StatementCount,
  StatementsRead,
  TableCount,
} from '../../../functions/model/performance.ts'
import { isUnread } from '../../../functions/model/performance.ts'
import { windowBetween, type Window } from '../../../functions/performance/window.ts'

export const AT = Date.UTC(2026, 2, 1, 12)
export const HOUR = 3_600_000

/** A statement that was called so often; its deviation is half its mean. */
export const statement = (given: Partial<StatementCount> & { calls: number; mean?: number }): StatementCount => {
  const { mean = 10, ...rest } = given
  return {
    key: 'a',
    text: 'select * from links where id = ?',
    queryid: '1',
    toplevel: true,
    role: 'app',
    ms: given.calls * mean,
    deviation: mean / 2,
    rows: given.calls,
    blocks: given.calls * 10,
    temp: 0,
    wal: 0,
    since: null,
    ...rest,
  }
}

export const table = (given: Partial<TableCount> = {}): TableCount => ({
  schema: 'public',
  name: 'links',
  rows: 100_000,
  live: 100_000,
  bytes: 1e7,
  index_bytes: 1e6,
  seq_scans: 0,
  seq_rows: 0,
  index_scans: 0,
  writes: 0,
  analyzed: AT - 24 * HOUR,
  file: '1',
  ...given,
})

export const index = (given: Partial<IndexCount> = {}): IndexCount => ({
  schema: 'public',
  relation: 'links',
  name: 'links_url_idx',
  scans: 1000,
  is_unique: false,
  partial: false,
  bytes: 1e6,
  columns: ['url'],
  constraint: null,
  definition: 'CREATE INDEX links_url_idx ON public.links USING btree (url)',
  ...given,
})

interface Given {
  /** Hours after AT. */
  hours: number
  statements?: StatementCount[]
  read?: Partial<StatementsRead>
  tables?: TableCount[]
  indexes?: IndexCount[]
  started?: number
  reset?: number | null
  migrator?: string | null
}

export function snapshot(given: Given): PerformanceSnapshot {
  const { hours, statements = [], read = {}, tables = [table()], indexes = [], started = 0, reset = null } = given
  const at = AT + hours * HOUR
  return {
    at,
    database: {
      server: 170_000,
      clock: at,
      started,
      reset,
      bytes: 1e9,
      connections: 10,
      commits: 1000 * hours + 100_000,
      rollbacks: 0,
      blocks_hit: 1e6,
      blocks_read: 0,
      temp_bytes: 0,
      migrator: given.migrator ?? 'postgres',
    },
    tables,
    indexes,
    statements: { evicted: 0, reset: null, of: statements.length, counts: statements, ...read },
  }
}

/** The keys of the statements of a window that can be trusted. */
export const trusted = ({ statements }: Window): string[] =>
  isUnread(statements) ? ['unread'] : [...statements.figures.values()].map(({ key }) => key)

/** An hour with so many calls of each statement, from nothing. */
export const hourOf = (from: number, statements: StatementCount[], rest: Partial<Given> = {}): Window =>
  windowBetween(
    snapshot({
      hours: from,
      ...rest,
      statements: statements.map((one) =>
        statement({ ...one, calls: 0, mean: 0, deviation: 0, ms: 0, rows: 0, blocks: 0 }),
      ),
    }),
    snapshot({ hours: from + 1, ...rest, statements }),
  )
