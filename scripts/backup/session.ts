import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'
import { failureOf } from '../../functions/collect/failure.ts'
import type { Row } from '../../functions/collect/session.ts'
import { PRINT_SETTINGS } from '../../functions/collect/settings.ts'
import type { Scratch } from '../blueprint/scratch.ts'
import { clientOf } from '../postgres/connect.ts'
import { Unreachable } from '../client.ts'
import { UserError } from '../errors.ts'
import { refusePooler, refusePoolerAddress } from '../migrate/pooler.ts'

/** One connection to a database, that rows can be streamed through. */
export interface CopySession extends Scratch {
  /** The rows that a COPY … TO STDOUT yields, one a piece; reads from the network no faster than it is read. */
  copyOut(sql: string): Promise<Readable>
  /** Gives a COPY … FROM STDIN what it is to read; done when the server has taken it all. */
  copyIn(sql: string, bytes: Iterable<Uint8Array>): Promise<void>
  /** Closes without waiting for what is under way. */
  abandon(): Promise<void>
}

/**
 * How values are printed and read, whatever the role's or database's settings are: as pg_dump has it. Nothing here ends a
 * statement that takes long, or a transaction that waits for another session of ours.
 */
const SETTINGS = `${PRINT_SETTINGS.replaceAll('set local ', 'set ').replace(/^set (?:search_path|work_mem|jit) .*\n/gm, '')}set xmloption = content;
set synchronize_seqscans = off;
set statement_timeout = 0;
set idle_in_transaction_session_timeout = 0;
set row_security = off;
set default_transaction_read_only = off;
`

/**
 * Connects.
 * @param lock longest wait for a lock, ms
 * @throws UserError where a pooler answers, which keeps no session · Unreachable where nobody does or lets us in; the connection string is in no message
 */
export async function openSession(url: string, lock: number): Promise<CopySession> {
  let closed = false
  // The driver does not tell whoever waits for the end of a COPY that it will not come.
  const lost = Promise.withResolvers<never>()
  lost.promise.catch(() => {})
  const onclose = () => {
    closed = true
    lost.reject(connectionLost())
  }
  const client = clientOf(url, 'plumbline', { connect_timeout: 10, onclose })
  // The driver would connect again by itself, and go on outside of the transaction that was lost.
  const alive = (): postgres.Sql => {
    if (closed) throw connectionLost()
    return client
  }
  try {
    await refuseOtherBackends(client, url)
    await client.unsafe(`${SETTINGS}set lock_timeout = ${lock}`).simple()
    const [about] = await client<{ server_version: string }[]>`show server_version`
    return {
      name: `PostgreSQL ${about?.server_version}`,
      exec: async (sql) => void (await alive().unsafe(sql).simple()),
      query: async <R extends Row>(sql: string) => [...(await alive().unsafe<R[]>(sql))],
      copyOut: async (sql) => alive().unsafe(sql).readable(),
      async copyIn(sql, bytes) {
        const taken = pipeline(Readable.from(bytes), await alive().unsafe(sql).writable())
        await Promise.race([taken, lost.promise])
      },
      close: () => client.end({ timeout: 1 }),
      abandon: () => client.end({ timeout: 0 }),
    }
  } catch (error) {
    await client.end({ timeout: 1 })
    if (error instanceof UserError) throw error
    const { reason, mend } = failureOf(error, 'connect')
    throw new Unreachable(`the database cannot be reached: ${reason}`, mend)
  }
}

/** What is set here must hold for all that is read, and must not be left to whoever is next on that backend. @throws UserError */
async function refuseOtherBackends(client: postgres.Sql, url: string): Promise<void> {
  const work = 'a backup or restore'
  refusePoolerAddress(url, work)
  const about = await client.unsafe<{ pid: number }[]>('select pg_catalog.pg_backend_pid() as pid')
  refusePooler(url, about[0]?.pid ?? 0, about.state.pid, work)
}

const connectionLost = () => new Unreachable('the connection to the database was lost', 'run the command again')

/**
 * Has several connections do a work at once. Where one fails, all end.
 * @throws what the first failed with
 */
export async function onSessions(
  url: string,
  lock: number,
  sessions: number,
  work: (db: CopySession) => Promise<void>,
): Promise<void> {
  const open: CopySession[] = []
  const failed: unknown[] = []
  const one = async () => {
    try {
      const db = await openSession(url, lock)
      open.push(db)
      if (failed.length === 0) await work(db)
    } catch (error) {
      failed.push(error)
      await Promise.all(open.map((db) => db.abandon()))
    }
  }
  await Promise.all(Array.from({ length: sessions }, one))
  await Promise.all(open.map((db) => db.close()))
  if (failed.length > 0) throw failed[0]
}
