import { z } from 'zod'

/**
 * Something that no fact tells of, and that statements may name: what PostgreSQL, the platform or an extension brings; and
 * who migrates, with what it may do.
 * In the columns of a fact; supabase/catalog/surroundings.sql says what each kind has in `parent` and `value`.
 */
export const Surrounding = z.object({
  kind: z.enum(['function', 'relation', 'type', 'schema', 'role', 'migrator', 'right']),
  schema: z.string(),
  key: z.string(),
  parent: z.string().nullable(),
  value: z.string(),
})
export type Surrounding = z.infer<typeof Surrounding>
