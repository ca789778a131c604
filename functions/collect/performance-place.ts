import { z } from 'zod'
import type { Unread } from '../model/performance.ts'
import { identifier } from '../model/sql.ts'

/** The row of supabase/performance/place.sql. */
export const Place = z.object({
  schema: z.string().nullable(),
  version: z.string().nullable(),
  loaded: z.boolean(),
  track: z.string(),
  /** Whether statements that change a schema are counted; whoever answers may not know the question yet. */
  utility: z.string().default('on'),
  query_id: z.string(),
  usable: z.boolean(),
  monitors: z.boolean(),
  role: z.string(),
})
export type Place = z.infer<typeof Place>

/** From 1.9 on an entry says whether it is of the top level, and the extension what it had to forget. */
const OLDEST = [1, 9] as const

/** Why statements cannot be read, and what mends it; null: they can. */
export function whyUnread(place: Place): Unread | null {
  const { schema, version, loaded, track, query_id, usable, monitors, role } = place
  if (schema === null || version === null)
    return { reason: 'the extension pg_stat_statements is not installed', mend: INSTALL }
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    return { reason: `pg_stat_statements is of version ${version}`, mend: 'alter extension pg_stat_statements update;' }
  if (!loaded) return { reason: 'the server has not loaded pg_stat_statements', mend: LOAD }
  if (track === 'none') return { reason: 'pg_stat_statements tracks nothing', mend: TRACK }
  if (query_id === 'off') return { reason: 'compute_query_id is off, so that no statement is counted', mend: QUERY_ID }
  if (!monitors)
    return {
      reason: `${role} does not see what statements other roles run`,
      mend: `grant pg_read_all_stats to ${identifier(role)};`,
    }
  return usable
    ? null
    : {
        reason: `${role} may not use the schema of pg_stat_statements`,
        mend: `grant usage on schema ${identifier(schema)} to ${identifier(role)};`,
      }
}

const INSTALL = 'create extension pg_stat_statements schema extensions;'
const LOAD = "alter system set shared_preload_libraries = 'pg_stat_statements'; -- then restart PostgreSQL"
const TRACK = "alter system set pg_stat_statements.track = 'top'; select pg_reload_conf();"
const QUERY_ID = "alter system set compute_query_id = 'auto'; select pg_reload_conf();"
