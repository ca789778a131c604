import { z } from 'zod'

/** A row of supabase/checks/row-security.sql. */
export const RowSecurityRow = z.object({
  schema: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  policies: z.number(),
  /** The roles of the API that may use it. */
  open_to: z.array(z.string()),
})
