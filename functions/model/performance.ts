import { z } from 'zod'

/** What pg_stat_statements has counted of one statement of one role since `since`. Cumulative, as PostgreSQL has it. */
export const StatementCount = z.object({
  /** Digest of the text without comments and constants: it outlives queryid, which changes with a column's type. */
  key: z.string(),
  /** Its first 600 characters; `?` in place of constants, so that it holds no secret. */
  text: z.string(),
  queryid: z.string(),
  /** false: it was run inside a function. */
  toplevel: z.boolean(),
  /** null: the role is gone. */
  role: z.string().nullable(),
  calls: z.number(),
  /** Time of execution, without planning. */
  ms: z.number(),
  /** Of the time of one call, ms. */
  deviation: z.number(),
  rows: z.number(),
  /** Shared blocks, found in the cache or read. */
  blocks: z.number(),
  /** Blocks of temporary files. */
  temp: z.number(),
  /** Bytes. */
  wal: z.number(),
  /** ms; null: before PostgreSQL 17. */
  since: z.number().nullable(),
})
export type StatementCount = z.infer<typeof StatementCount>

export const IndexCount = z.object({
  schema: z.string(),
  relation: z.string(),
  name: z.string(),
  scans: z.number(),
  is_unique: z.boolean(),
  partial: z.boolean(),
  bytes: z.number(),
  /** Of the key; null in place of an expression. */
  columns: z.array(z.string().nullable()),
  /** The constraint that it serves, as PostgreSQL prints it. */
  constraint: z.string().nullable(),
  /** null: somebody held a lock that printing it would have waited for. */
  definition: z.string().nullable(),
})
export type IndexCount = z.infer<typeof IndexCount>

export const TableCount = z.object({
  schema: z.string(),
  name: z.string(),
  /** The planner's estimate; null: never analysed. */
  rows: z.number().nullable(),
  live: z.number(),
  bytes: z.number(),
  index_bytes: z.number(),
  seq_scans: z.number(),
  /** Rows that they read. */
  seq_rows: z.number(),
  index_scans: z.number(),
  writes: z.number().nullable(),
  /** When the planner last learnt of it, ms; null: never. */
  analyzed: z.number().nullable(),
  /** The file that holds it; another one after a rewrite. */
  file: z.string(),
})
export type TableCount = z.infer<typeof TableCount>

export const DatabaseCount = z.object({
  /** server_version_num */
  server: z.number().int(),
  /** The server's clock, ms. */
  clock: z.number(),
  /** When PostgreSQL started, ms. */
  started: z.number(),
  /** When the counters of tables and indexes were reset, ms; null: never. */
  reset: z.number().nullable(),
  bytes: z.number(),
  connections: z.number(),
  commits: z.number(),
  rollbacks: z.number(),
  blocks_hit: z.number(),
  blocks_read: z.number(),
  temp_bytes: z.number(),
  /** Whom the journal belongs to; null: there is none. */
  migrator: z.string().nullable(),
})
export type DatabaseCount = z.infer<typeof DatabaseCount>

/** What could not be read, and what lets it be. */
export const Unread = z.object({ reason: z.string(), mend: z.string().nullable() })
export type Unread = z.infer<typeof Unread>

/** What is counted of statements, and whether it still compares with what was counted before. */
export const StatementsRead = z.object({
  /** How often the extension had to forget statements. */
  evicted: z.number(),
  /** When it was reset as a whole, ms. */
  reset: z.number().nullable(),
  /** How many queries it counts; more than `counts` has: what is not there may have been counted all the same. */
  of: z.number(),
  counts: z.array(StatementCount),
})
export type StatementsRead = z.infer<typeof StatementsRead>

/** The counters of a target at one moment. */
export const PerformanceSnapshot = z.object({
  /** The server's clock, ms. */
  at: z.number(),
  database: DatabaseCount,
  tables: z.union([z.array(TableCount), Unread]),
  indexes: z.union([z.array(IndexCount), Unread]),
  statements: z.union([StatementsRead, Unread]),
})
export type PerformanceSnapshot = z.infer<typeof PerformanceSnapshot>

export const isUnread = (part: object): part is Unread => 'reason' in part

/** What one statement of one role did in a window of time, per call where it says so. */
export const StatementFigures = z.object({
  calls: z.number(),
  /** Of all calls. */
  ms: z.number(),
  /** Of one. */
  mean: z.number(),
  /** Of the time of one call, ms². */
  variance: z.number(),
  rowsPerCall: z.number(),
  blocksPerCall: z.number(),
  tempPerCall: z.number(),
  walPerCall: z.number(),
})
export type StatementFigures = z.infer<typeof StatementFigures>

export const WindowTime = z.object({ from: z.number(), to: z.number() })
export type WindowTime = z.infer<typeof WindowTime>

/** What a statement did before and after, side by side. */
export const StatementChange = z.object({
  key: z.string(),
  text: z.string(),
  role: z.string().nullable(),
  before: StatementFigures,
  after: StatementFigures,
})
export type StatementChange = z.infer<typeof StatementChange>

/** What a table was and became. Scans are of the two windows. */
export const TableChange = z.object({
  table: z.string(),
  rows: z.object({ before: z.number(), after: z.number() }),
  bytes: z.object({ before: z.number(), after: z.number() }),
  /** An hour. */
  seqScans: z.object({ before: z.number(), after: z.number() }),
  indexScans: z.object({ before: z.number(), after: z.number() }),
  seqRows: z.object({ before: z.number(), after: z.number() }),
  rewritten: z.boolean(),
})
export type TableChange = z.infer<typeof TableChange>

/** The database as a whole in the two windows. */
export const DatabaseChange = z.object({
  /** Share of blocks that were found in the cache, 0–1; null: none was asked for. */
  cacheHits: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
  /** Bytes an hour. */
  temp: z.object({ before: z.number(), after: z.number() }),
  /** An hour. */
  commits: z.object({ before: z.number(), after: z.number() }),
  bytes: z.object({ before: z.number(), after: z.number() }),
  connections: z.object({ before: z.number(), after: z.number() }),
})
export type DatabaseChange = z.infer<typeof DatabaseChange>
