import type { PerformanceSnapshot, StatementCount } from '../../functions/model/performance.ts'
import { random, type Random } from './random.ts'

/** One statement of a modelled application. */
interface Statement {
  count: StatementCount
  squares: number
  /** Calls an hour at an ordinary time of the day. */
  rate: number
  /** Of one call, without load, ms. */
  mean: number
  /** Standard deviation by mean. */
  spread: number
  rows: number
  blocks: number
  table: number
  /** Name of the index that it searches by; null: it reads the whole table or none. */
  index: string | null
  /** The hour of the day at which it runs alone; null: always. */
  hour: number | null
}

/** What can be done to a modelled server. */
export interface ModelServer {
  /** ms */
  readonly now: number
  readonly statements: readonly Statement[]
  /** Lets the application run, in steps of so many minutes, within which its load is the same. */
  run(minutes: number, step?: number): void
  snapshot(): PerformanceSnapshot
  /** Drops the index that a statement searches by; its statements read the whole table. */
  dropIndex(index: string): void
  /** The planner takes another plan for one statement: so much slower, so many more blocks. */
  flip(statement: Statement, slower: number, blocks: number): void
  /** The application's own new statements, with this share of the calls. */
  release(share: number): void
  /** Everything takes so many times as long: a neighbour. */
  slowDown(factor: number): void
  restart(): void
  reset(): void
  /** The extension forgets the statements that ran least, and counts them anew. */
  evict(share: number): void
}

const HOUR = 3_600_000
const TABLES = 12
const ROWS = 200_000

/**
 * A model of a PostgreSQL under an application: 40 statements whose rates, times and spreads differ by orders of magnitude, with the day's and the
 * hour's load, slow drift, parameters that matter, jobs at one hour of the day, and data that grows. What is counted is counted as
 * pg_stat_statements does. Nothing in it is measured; what it is for is to be wrong in as many ways as real servers.
 * @param version 17 and later say since when an entry is counted
 */
export function modelServer(seed: number, version: number): ModelServer {
  const chance = random(seed)
  const state = {
    now: Date.UTC(2026, 0, 5) + Math.floor(chance.next() * 24) * HOUR,
    started: 0,
    reset: Date.UTC(2026, 0, 1),
    evicted: 0,
    load: 1,
    neighbour: 1,
    dropped: new Set<string>(),
  }
  const since = () => (version >= 17 ? state.now : null)
  const statements = Array.from({ length: 40 }, (_, i) => statement(chance, i, since()))
  const tables = Array.from({ length: TABLES }, () => ({ seqScans: 0, seqRows: 0, indexScans: 0, rows: ROWS }))
  const indexes = new Map(
    statements.flatMap(({ index, table }) => (index === null ? [] : [[index, { scans: 0, table }]])),
  )
  const zero = (one: Statement) => {
    one.squares = 0
    Object.assign(one.count, { calls: 0, ms: 0, deviation: 0, rows: 0, blocks: 0, since: since() })
  }

  const step = (minutes: number) => {
    state.now += minutes * 60_000
    const hour = new Date(state.now).getUTCHours()
    const day = 1 + 0.6 * Math.sin(((hour - 8) / 24) * 2 * Math.PI)
    // Load that lasts: what was slow five minutes ago mostly still is.
    state.load = Math.exp(0.8 * Math.log(state.load) + 0.1 * chance.normal())
    for (const one of statements) {
      const active = one.hour === null || one.hour === hour
      const calls = active ? chance.poisson((one.rate * day * chance.around(1, 0.2) * minutes) / 60) : 0
      if (calls === 0) continue
      const mean = one.mean * state.load * state.neighbour * chance.around(1, 0.1)
      const spread = mean * one.spread
      const ms = Math.max(calls * mean * 0.2, calls * mean + Math.sqrt(calls) * spread * chance.normal())
      const squares = (ms * ms) / calls + calls * spread ** 2 * chance.around(1, 0.1)
      const { count } = one
      count.calls += calls
      count.ms += ms
      one.squares += squares
      count.deviation = Math.sqrt(Math.max(0, one.squares / count.calls - (count.ms / count.calls) ** 2))
      count.rows += Math.round(calls * one.rows * chance.around(1, 0.05))
      count.blocks += Math.round(calls * one.blocks * chance.around(1, 0.08))
      const table = tables[one.table]
      if (table === undefined) continue
      const index = one.index === null ? undefined : indexes.get(one.index)
      if (index === undefined || one.index === null || state.dropped.has(one.index)) {
        table.seqScans += calls
        table.seqRows += calls * table.rows
      } else {
        table.indexScans += calls
        index.scans += calls
      }
    }
    for (const table of tables) table.rows *= 1 + (0.0002 * minutes) / 60
  }

  return {
    get now() {
      return state.now
    },
    statements,
    run(minutes, each = 5) {
      for (let left = minutes; left > 0; left -= each) step(Math.min(each, left))
    },
    snapshot: () => snapshotOf({ state, version, statements, tables, indexes }),
    dropIndex(index) {
      state.dropped.add(index)
      for (const one of statements.filter((other) => other.index === index)) {
        // 2,500 blocks of a table of 200,000 rows, and a fifth of a microsecond for each row.
        one.mean += chance.around(40, 0.3)
        one.blocks += 2500
      }
    },
    flip(one, slower, blocks) {
      one.mean *= slower
      one.blocks *= blocks
    },
    release(share) {
      const more = Math.round(statements.length * share)
      for (let i = 0; i < more; i++) {
        // What reads a large table whole would be told, and rightly.
        const one = { ...statement(chance, statements.length, since()), index: `new_${statements.length}_idx` }
        indexes.set(one.index, { scans: 0, table: one.table })
        statements.push(one)
      }
    },
    slowDown(factor) {
      state.neighbour = factor
    },
    restart() {
      state.started = state.now
      for (const one of statements) zero(one)
    },
    reset() {
      state.reset = state.now
      for (const one of statements) zero(one)
    },
    evict(share) {
      state.evicted += 1
      const least = statements.toSorted((one, other) => one.count.calls - other.count.calls)
      for (const one of least.slice(0, Math.ceil(least.length * share))) zero(one)
    },
  }
}

function statement(chance: Random, i: number, since: number | null): Statement {
  const table = Math.floor(chance.next() * TABLES)
  const isSearch = chance.next() < 0.8
  const hour = chance.next() < 0.08 ? Math.floor(chance.next() * 24) : null
  return {
    count: {
      key: i.toString(16).padStart(16, '0'),
      text: `select * from t${table} where c${i} = ?`,
      queryid: String(i),
      toplevel: true,
      role: 'app',
      calls: 0,
      ms: 0,
      deviation: 0,
      rows: 0,
      blocks: 0,
      temp: 0,
      wal: 0,
      since,
    },
    squares: 0,
    rate: Math.min(50_000, chance.around(1500, 1.3)),
    mean: Math.min(200, chance.around(isSearch ? 0.5 : 4, 1)),
    spread: chance.around(0.8, 0.5),
    rows: Math.round(chance.around(5, 1)),
    blocks: Math.round(chance.around(8, 0.8)) + 2,
    table,
    index: isSearch ? `t${table}_c${i}_idx` : null,
    hour,
  }
}

interface Seen {
  state: { now: number; started: number; reset: number; evicted: number; dropped: ReadonlySet<string> }
  version: number
  statements: readonly Statement[]
  tables: readonly { seqScans: number; seqRows: number; indexScans: number; rows: number }[]
  indexes: ReadonlyMap<string, { scans: number; table: number }>
}

function snapshotOf({ state, version, statements, tables, indexes }: Seen): PerformanceSnapshot {
  const counts = statements.filter(({ count }) => count.calls > 0).map(({ count }) => ({ ...count }))
  return {
    at: state.now,
    database: {
      server: version * 10_000,
      clock: state.now,
      started: state.started,
      reset: null,
      bytes: 1e9,
      connections: 10,
      commits: counts.reduce((calls, count) => calls + count.calls, 0),
      rollbacks: 0,
      blocks_hit: counts.reduce((blocks, count) => blocks + count.blocks, 0),
      blocks_read: 0,
      temp_bytes: 0,
      migrator: 'postgres',
    },
    tables: tables.map(({ seqScans, seqRows, indexScans, rows }, i) => ({
      schema: 'public',
      name: `t${i}`,
      rows: Math.round(rows),
      live: Math.round(rows),
      bytes: Math.round(rows * 100),
      index_bytes: Math.round(rows * 20),
      seq_scans: seqScans,
      seq_rows: Math.round(seqRows),
      index_scans: indexScans,
      writes: 0,
      analyzed: state.now - HOUR,
      file: String(i),
    })),
    indexes: [...indexes].flatMap(([name, { scans, table }]) => {
      if (state.dropped.has(name)) return []
      const column = name.split('_')[1] ?? ''
      return [
        {
          schema: 'public',
          relation: `t${table}`,
          name,
          scans,
          is_unique: false,
          partial: false,
          bytes: 1e6,
          columns: [column],
          constraint: null,
          definition: `CREATE INDEX ${name} ON public.t${table} USING btree (${column})`,
        },
      ]
    }),
    statements: { evicted: state.evicted, reset: state.reset, of: counts.length, counts },
  }
}
