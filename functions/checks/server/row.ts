import { z } from 'zod'

const ms = z.number().nullable()

/** The row of supabase/checks/server.sql; times in ms since the epoch. */
export const ServerRow = z.object({
  /** server_version_num, e.g. 170009. */
  server: z.number(),
  role: z.string(),
  /** Whether the role sees what other roles' sessions do. */
  monitors: z.boolean(),
  inherits: z.boolean(),
  standby: z.boolean(),
  /** The server's own clock. */
  clock: z.number(),
  started: z.number(),
  max_connections: z.number(),
  reserved_connections: z.number(),
  connections: z.number(),
  freeze_max_age: z.number(),
  multixact_freeze_max_age: z.number(),
  xid_age: z.number(),
  mxid_age: z.number(),
  database: z.string(),
  /** bytes */
  size: z.number(),
  collation_version: z.string().nullable(),
  collation_actual: z.string().nullable(),
  stats_reset: ms,
  commits: z.number(),
  rollbacks: z.number(),
  blocks_read: z.number(),
  blocks_hit: z.number(),
  temp_bytes: z.number(),
  deadlocks: z.number(),
  checksums: z.boolean(),
  checksum_failures: z.number().nullable(),
  archives: z.boolean(),
  archived: z.number(),
  archive_failures: z.number(),
  archived_at: ms,
  archive_failed_at: ms,
  read_only: z.boolean(),
  pending_restart: z.array(z.string()),
  settings: z.record(z.string(), z.string()),
})
export type ServerRow = z.infer<typeof ServerRow>
