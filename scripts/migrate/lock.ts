import { createHash } from 'node:crypto'
import { quoted } from '../../functions/collect/catalog.ts'
import type { JournalTable } from '../../functions/model/question.ts'
import { UserError } from '../errors.ts'
import { serverError } from '../rehearse/server-error.ts'
import type { Connection } from './connection.ts'

/** `plum` in ASCII: whoever reads pg_locks can tell whose lock it is (classid), and for which journal (objid). */
export const LOCK_CLASS = 0x706c756d

/**
 * The second half of the key: of the journal table, so that two projects in one database do not wait for each other.
 * PostgreSQL keeps advisory locks apart by database itself.
 */
export const lockKey = (journal: JournalTable): number =>
  createHash('sha256').update(quoted(journal)).digest().readInt32BE(0)

/** Who holds the lock. */
export interface Holder {
  pid: number
  application: string
  role: string
  /** Seconds since its connection was opened. */
  seconds: number
}

interface LockRequest {
  journal: JournalTable
  /** Longest wait, ms. */
  wait: number
  /** Told once, when it has to wait. */
  onWait(holder: Holder | null): void
}

/**
 * Takes the session's advisory lock: two deploys never migrate at once, and who gets it after a connection was lost knows
 * that the backend of that connection has ended. It goes with the connection.
 * @throws UserError where another holds it for longer than `wait`
 */
export async function takeLock(connection: Connection, { journal, wait, onWait }: LockRequest): Promise<void> {
  const key = `${LOCK_CLASS}, ${lockKey(journal)}`
  const [first] = await connection.query<{ got: boolean }>(`select pg_catalog.pg_try_advisory_lock(${key}) as got`)
  if (first?.got === true) return
  const holder = await holderOf(connection, journal)
  onWait(holder)
  try {
    await connection.run(`set lock_timeout = ${wait}`)
    await connection.run(`select pg_catalog.pg_advisory_lock(${key})`)
    await connection.run('reset lock_timeout')
  } catch (error) {
    if (serverError(error).sqlstate !== '55P03') throw error
    const now = (await holderOf(connection, journal)) ?? holder
    throw new UserError(
      `another migrate is at work here, and did not end in ${wait} ms: ${holderText(now)}`,
      now === null
        ? 'run it again'
        : `wait for it; if nobody waits for its end any more: select pg_cancel_backend(${now.pid}), and run it again`,
    )
  }
}

/** Who holds the lock of a journal; null: nobody. */
export async function holderOf(connection: Pick<Connection, 'query'>, journal: JournalTable): Promise<Holder | null> {
  const [holder] = await connection.query<{ pid: number; application: string; role: string; seconds: number }>(`
    select l.pid, coalesce(a.application_name, '') as application, coalesce(a.usename, '') as role,
      coalesce(extract(epoch from pg_catalog.clock_timestamp() - a.backend_start), 0)::int as seconds
    from pg_catalog.pg_locks l
    left join pg_catalog.pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.granted and l.objsubid = 2
      and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
      and l.classid = ${LOCK_CLASS}::oid and l.objid = ${lockKey(journal) >>> 0}::oid
    limit 1`)
  return holder ?? null
}

/** `pid 4711 (plumbline migrate, role postgres, connected for 12 s)` */
export const holderText = (holder: Holder | null): string =>
  holder === null
    ? 'somebody who is gone by now'
    : `pid ${holder.pid} (${holder.application || 'without a name'}, role ${holder.role}, connected for ${holder.seconds} s)`
