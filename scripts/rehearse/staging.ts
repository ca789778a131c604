import postgres from 'postgres'
import type { Row } from '../../functions/collect/session.ts'
import { failureOf, stageOf } from '../../functions/collect/failure.ts'
import type { Scratch } from '../blueprint/scratch.ts'
import { clientOf } from '../postgres/connect.ts'
import { Unreachable } from '../client.ts'

/** A real database to rehearse on, whose changes are rolled back. */
export interface Staging extends Scratch {
  /** Sessions of others in the same database. */
  others: number
}

/**
 * Connects to a database that may be locked for a while.
 * @throws Unreachable where it cannot be reached; UserError where encryption would be off over the internet
 */
export async function openStaging(url: string): Promise<Staging> {
  const client = clientOf(url, 'plumbline rehearse')
  try {
    const [about] = await client<{ version: string; others: number }[]>`
      select current_setting('server_version') as version, (
        select count(*)::int from pg_catalog.pg_stat_activity a
        where a.datname = current_database() and a.pid <> pg_backend_pid() and a.backend_type = 'client backend'
      ) as others`
    return {
      name: `${new URL(url).host}, PostgreSQL ${about?.version}`,
      others: about?.others ?? 0,
      exec: async (sql) => void (await client.unsafe(sql).simple()),
      query: async <R extends Row>(sql: string) => [...(await client.unsafe<R[]>(sql))],
      close: () => client.end({ timeout: 1 }),
    }
  } catch (error) {
    await client.end({ timeout: 1 })
    const stage = error instanceof postgres.PostgresError ? stageOf(error.code) : 'connect'
    const { reason, mend } = failureOf(error, stage)
    throw new Unreachable(`the database to rehearse on could not be reached: ${reason}`, mend)
  }
}
