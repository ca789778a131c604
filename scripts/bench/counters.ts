import type { PerformanceSnapshot } from '../../functions/model/performance.ts'

/** Calls of a statement in an hour. */
const CALLS = 600

/**
 * The counters of an application with so many statements, after so many hours of work: a table for ten statements, an index for five, texts as
 * object mappers write them. Nothing in it becomes slower.
 * @param at ms
 */
export function countersAt(at: number, hours: number, statements: number): PerformanceSnapshot {
  return {
    at,
    database: {
      server: 170_000,
      clock: at,
      started: 0,
      reset: null,
      bytes: 1e10,
      connections: 20,
      commits: Math.round(hours * 1e5),
      rollbacks: 0,
      blocks_hit: Math.round(hours * 1e8),
      blocks_read: Math.round(hours * 1e5),
      temp_bytes: 0,
      migrator: 'postgres',
    },
    tables: Array.from({ length: statements / 10 }, (_, i) => table(i, at, hours)),
    indexes: Array.from({ length: statements / 5 }, (_, i) => index(i, hours)),
    statements: {
      evicted: 0,
      reset: null,
      of: statements,
      counts: Array.from({ length: statements }, (_, i) => statement(i, hours)),
    },
  }
}

const statement = (i: number, hours: number) => ({
  key: (i * 2_654_435_761).toString(16).padStart(16, '0'),
  text: `select "t"."id", "t"."workspace_id", "t"."owner_id", "t"."title", "t"."created_at", "o"."email" from "table_${i % 100}" "t" left join "users" "o" on "o"."id" = "t"."owner_id" where "t"."workspace_id" = ? and "t"."state_${i}" in (?) order by "t"."created_at" desc limit ?`,
  queryid: String(i * 7_919_717_171),
  toplevel: true,
  role: 'authenticator',
  calls: Math.round(hours * CALLS),
  ms: Math.round(hours * CALLS) * (1 + (i % 40)),
  deviation: 0.4 * (1 + (i % 40)),
  rows: Math.round(hours * CALLS) * 20,
  blocks: Math.round(hours * CALLS) * 45,
  temp: 0,
  wal: 0,
  since: 0,
})

const table = (i: number, at: number, hours: number) => ({
  schema: 'public',
  name: `table_${i}`,
  rows: 100_000,
  live: 100_000,
  bytes: 1e7,
  index_bytes: 1e6,
  seq_scans: 3,
  seq_rows: 300_000,
  index_scans: Math.round(hours * CALLS * 10),
  writes: Math.round(hours * 100),
  analyzed: at,
  file: String(i),
})

const index = (i: number, hours: number) => ({
  schema: 'public',
  relation: `table_${i >> 1}`,
  name: `table_${i >> 1}_index_${i}`,
  scans: Math.round(hours * CALLS * 5),
  is_unique: false,
  partial: false,
  bytes: 1e6,
  columns: ['workspace_id', 'created_at'],
  constraint: null,
  definition: `CREATE INDEX table_${i >> 1}_index_${i} ON public.table_${i >> 1} USING btree (workspace_id, created_at DESC NULLS LAST)`,
})
