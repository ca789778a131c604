import { z } from 'zod'

/** A row of supabase/checks/foreign-keys.sql. */
export const ForeignKeyRow = z.object({
  schema: z.string(),
  relation: z.string(),
  name: z.string(),
  columns: z.array(z.string()),
  target_schema: z.string(),
  target: z.string(),
  target_columns: z.array(z.string()),
  /** −1: not counted yet. */
  rows: z.number(),
  valid: z.boolean(),
  differing: z.array(z.string()),
  covered: z.boolean(),
  same_as: z.string().nullable(),
})
export type ForeignKeyRow = z.infer<typeof ForeignKeyRow>
