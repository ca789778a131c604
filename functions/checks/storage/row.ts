import { z } from 'zod'

const seconds = z.number().nullable()

/** A row of supabase/checks/tables.sql. */
export const TableRow = z.object({
  schema: z.string(),
  name: z.string(),
  kind: z.string(),
  xid_age: z.number(),
  mxid_age: z.number(),
  rows: z.number(),
  live: z.number(),
  dead: z.number(),
  vacuumed_seconds: seconds,
  changed: z.number(),
  autovacuum: z.boolean(),
  /** From how many dead rows on autovacuum comes. */
  due: z.number(),
})
