import { z } from 'zod'
import type { CatalogSql } from '../../../functions/collect/catalog.ts'
import { failureOf } from '../../../functions/collect/failure.ts'
import { PRINT_SETTINGS } from '../../../functions/collect/settings.ts'
import { QueryFailed } from '../../../functions/collect/transport.ts'
import type { Fact } from '../../../functions/model/fact.ts'
import { Unreachable } from '../../client.ts'
import { UserError } from '../../errors.ts'
import { serverError } from '../../rehearse/server-error.ts'
import { openSession, type CopySession } from '../session.ts'
import { factsOf, fingerprints } from './catalog.ts'
import { nameOfTable, sourceTables, type SourceTable } from './tables.ts'

/** One moment of a database: a snapshot that others can share, and locks that keep its tables as they are. */
export interface Source {
  leader: CopySession
  /** The name of the snapshot. */
  snapshot: string
  tables: SourceTable[]
  /** All facts, pinned ones and counted ones, too; columns in the order in which their tables hold them. */
  facts: Fact[]
  about: About
}

const About = z.object({
  version: z.string(),
  number: z.coerce.number(),
  database: z.string(),
  supabase: z.boolean(),
  taken: z.coerce.date(),
  standby: z.boolean(),
})
type About = z.infer<typeof About> & { lsn: string | null }

export interface SourceRequest {
  url: string
  /** Longest wait for a lock, ms. */
  lock: number
  catalog: CatalogSql
  /** The platform's schemas whose rows are asked for. */
  platform: readonly string[]
}

/** A migration that was at work when the backup began may have come between the snapshot and the locks. */
const ATTEMPTS = 5

/**
 * Opens a snapshot, locks the tables as a SELECT does, and reads the catalog of that moment.
 * @throws UserError where rows would be missing, where a lock is not to be had, or where the tables do not hold still
 */
export async function openSource(request: SourceRequest): Promise<Source> {
  for (let attempt = 1; ; attempt += 1) {
    const leader = await openSession(request.url, request.lock)
    try {
      const source = await sourceOn(leader, request)
      if (source !== null) return source
      if (attempt === ATTEMPTS)
        throw new UserError('the catalog changed each time that the backup began', 'wait for the migration to end')
    } catch (error) {
      await leader.close()
      throw told(error)
    }
    await leader.close()
  }
}

/** null: the catalog is not that of the snapshot any more. */
async function sourceOn(leader: CopySession, request: SourceRequest): Promise<Source | null> {
  const { catalog, platform, url, lock } = request
  await leader.exec(`begin isolation level repeatable read read only;\n${PRINT_SETTINGS}`)
  const tables = await sourceTables(leader, catalog, platform)
  if (!(await locked(leader, tables))) return null
  const [row] = await leader.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
  const digests = await fingerprints(leader, catalog)
  const facts = await factsOf(leader, catalog)
  const other = await openSession(url, lock)
  try {
    await other.exec(`begin isolation level repeatable read read only;\n${PRINT_SETTINGS}`)
    if ((await fingerprints(other, catalog)) !== digests) return null
  } finally {
    await other.close()
  }
  return { leader, snapshot: row?.snapshot ?? '', tables, facts, about: await aboutOf(leader) }
}

const TABLES_AT_ONCE = 500

async function locked(leader: CopySession, tables: readonly SourceTable[]): Promise<boolean> {
  for (let at = 0; at < tables.length; at += TABLES_AT_ONCE) {
    const names = tables.slice(at, at + TABLES_AT_ONCE).map((table) => `only ${nameOfTable(table)}`)
    try {
      await leader.exec(`lock table ${names.join(', ')} in access share mode`)
    } catch (error) {
      // Dropped or renamed since the snapshot.
      if (serverError(error).sqlstate === '42P01') return false
      throw error
    }
  }
  return true
}

async function aboutOf(leader: CopySession): Promise<About> {
  const [row] = await leader.query(`select current_setting('server_version') as version,
  current_setting('server_version_num') as number, current_database() as database, now()::text as taken,
  exists (
    select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'auth' and c.relname = 'users'
  ) as supabase, pg_is_in_recovery() as standby`)
  const about = About.parse(row)
  await leader.exec('savepoint plumbline')
  const where = about.standby ? 'pg_last_wal_replay_lsn()' : 'pg_current_wal_lsn()'
  try {
    const [at] = await leader.query<{ lsn: string }>(`select ${where}::text as lsn`)
    return { ...about, lsn: at?.lsn ?? null }
  } catch {
    await leader.exec('rollback to savepoint plumbline')
    return { ...about, lsn: null }
  }
}

/** What PostgreSQL said, with the command that mends it. */
function told(error: unknown): unknown {
  if (error instanceof UserError) return error
  const { sqlstate } = serverError(error)
  const failure = error instanceof QueryFailed ? error.failure : sqlstate === null ? null : failureOf(error, 'query')
  return failure === null ? error : new Unreachable(`the catalog cannot be read: ${failure.reason}`, failure.mend)
}
