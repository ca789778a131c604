import postgres from 'postgres'
import { failureOf, stageOf } from '../../functions/collect/failure.ts'
import type { Row, Session } from '../../functions/collect/session.ts'
import { clientOf } from '../postgres/connect.ts'
import { Unreachable } from '../client.ts'
import { UserError } from '../errors.ts'
import { refusePooler } from './pooler.ts'

/** What PostgreSQL answered to one statement. */
export interface Answer {
  /** `ALTER TABLE`, `INSERT`. */
  command: string
  /** Rows changed or returned; null where the statement has none. */
  rows: number | null
}

/** One connection to a backend of its own, which is never opened a second time: what was begun on it cannot go on elsewhere. */
export interface Connection extends Session {
  pid: number
  /** `17.9` */
  server: string
  /** Runs a text as one simple query, as Drizzle's drivers do. */
  run(sql: string): Promise<Answer[]>
  /** Whether the connection is gone. */
  lost(): boolean
  close(): Promise<void>
}

const About = `select pg_catalog.pg_backend_pid() as pid, pg_catalog.current_setting('server_version') as server`

/**
 * Connects directly: session settings, advisory locks and an open transaction must stay on one backend.
 * @param name application_name, which others see in pg_stat_activity
 * @throws Unreachable where nobody answers · UserError where a pooler does, or encryption would be off over the internet
 */
export async function connect(url: string, name: string): Promise<Connection> {
  let isLost = false
  const client = clientOf(url, name, {
    // The driver would connect again for the next statement, outside of the transaction that died with the connection.
    onclose: () => {
      isLost = true
      void client.end({ timeout: 0 }).catch(() => {})
    },
  })
  try {
    const about = await client.unsafe<{ pid: number; server: string }[]>(About)
    const [{ pid, server } = { pid: 0, server: '' }] = about
    refusePooler(url, pid, about.state.pid)
    return {
      pid,
      server,
      lost: () => isLost,
      query: async <R extends Row>(sql: string) => [...(await client.unsafe<R[]>(sql))],
      run: async (sql) => answersOf(await client.unsafe(sql).simple()),
      close: () => client.end({ timeout: 1 }),
    }
  } catch (error) {
    await client.end({ timeout: 1 }).catch(() => {})
    if (error instanceof UserError) throw error
    const stage = error instanceof postgres.PostgresError ? stageOf(error.code) : 'connect'
    const { reason, mend } = failureOf(error, stage)
    throw new Unreachable(`the target could not be reached: ${reason}`, mend)
  }
}

/** Has PostgreSQL end the statement that another connection of ours runs. */
export async function cancel(url: string, pid: number): Promise<void> {
  const other = await connect(url, 'plumbline')
  await other.query(`select pg_catalog.pg_cancel_backend(${pid})`).finally(() => other.close())
}

interface Result {
  command?: string
  count?: number | null
}

/** Of one statement the driver gives its result, of several a list of them. */
function answersOf(result: Result | readonly Result[]): Answer[] {
  const all = Array.isArray(result) && !('command' in result && result.command) ? result : [result]
  return all.map(({ command, count }: Result) => ({ command: command ?? '', rows: count ?? null }))
}

/** What PostgreSQL says when it ends a session: nothing more can be asked on it (57P01…, class 08, FATAL). */
export const isLoss = (error: unknown): boolean =>
  !(error instanceof postgres.PostgresError) || /^(?:08|57P0[1-5])/.test(error.code) || isFatal(error.severity)

const isFatal = (severity: string) => severity === 'FATAL' || severity === 'PANIC'
