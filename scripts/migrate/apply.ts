import { setTimeout as sleep } from 'node:timers/promises'
import { readLive } from '../journal/read.ts'
import { isLoss, type Connection } from './connection.ts'
import { begun, follow, stopOf, type Course, type Ran, type Stop } from './course.ts'
import { journalTableSql, lockJournal, rowSql } from './journal-sql.ts'
import type { Plan, Planned } from './plan.ts'

/** How a run ended, as far as this side of the connection knows. */
export interface Ended {
  ended: 'applied' | 'failed' | 'lost'
  stop: Stop | null
  /** Every piece that ran in the last attempt. */
  ran: Ran[]
  /** Of those, what was committed before the end, by a COMMIT in a file or because each statement stands alone. */
  kept: Ran[]
  attempts: number
}

export interface ApplyOptions {
  /** ms; 0: none. */
  lockTimeout: number
  statementTimeout: number
  /** How often a lock that was not to be had (55P03) is waited for again. */
  retries: number
  /** How long to pause before each retry, ms; the last one for all that follow. */
  pauses?: readonly number[]
  /** Stops the run before its next statement. */
  signal?: AbortSignal
  onRan(ran: Ran): void
  /** A retry after `ms`. */
  onRetry(stop: Stop, ms: number): void
}

/** Pauses before a retry, ms: long enough for what held the lock to end, and for what queued behind us to be served. */
const PAUSES = [1_000, 2_000, 4_000, 8_000]

/**
 * Runs a plan as its migrator does. A lock that is not to be had ends the attempt, so that nobody queues behind it for
 * long; it is made again as long as nothing of it stays.
 */
export async function apply(connection: Connection, plan: Plan, options: ApplyOptions): Promise<Ended> {
  await connection.run(`set lock_timeout = ${options.lockTimeout}; set statement_timeout = ${options.statementTimeout}`)
  for (let attempts = 1; ; attempts += 1) {
    const ended = { ...(await attempt(connection, plan, options)), attempts }
    const { stop, kept } = ended
    if (options.signal?.aborted) return ended
    const isLock = ended.ended === 'failed' && stop?.sqlstate === '55P03' && stop.at !== 'row'
    if (!isLock || kept.length > 0 || attempts > options.retries) return ended
    const { pauses = PAUSES } = options
    const ms = pauses[Math.min(attempts, pauses.length) - 1] ?? 0
    options.onRetry(stop, ms)
    await sleep(ms)
  }
}

type Attempt = Omit<Ended, 'attempts'>

async function attempt(connection: Connection, plan: Plan, { onRan, signal }: ApplyOptions): Promise<Attempt> {
  const course = begun(plan.transaction === 'one')
  try {
    await carryOut(watched(connection, signal), plan, course, onRan)
    return { ended: 'applied', stop: null, ran: course.ran, kept: course.ran }
  } catch (error) {
    const isLost = !(error instanceof Moved) && !(error instanceof Interrupted) && (connection.lost() || isLoss(error))
    if (!isLost) await connection.run('rollback').catch(() => {})
    return { ended: isLost ? 'lost' : 'failed', stop: stopOf(error, course), ran: course.ran, kept: course.kept }
  }
}

async function carryOut(connection: Connection, plan: Plan, course: Course, onRan: ApplyOptions['onRan']) {
  const one = plan.transaction === 'one'
  if (one) await connection.run('begin')
  course.at = 'journal'
  if (one && plan.live.columns !== null) await connection.run(lockJournal(plan))
  await refuseMoved(connection, plan, course)
  for (const sql of journalTableSql(plan)) await connection.run(sql)
  for (const planned of plan.runs) {
    await migrate(connection, planned, course, onRan)
    if (one) await writeRow(connection, plan, planned, course)
  }
  if (one) {
    Object.assign(course, { at: 'commit', piece: null, migration: null })
    await connection.run('commit')
  } else for (const planned of plan.runs) await writeRow(connection, plan, planned, course)
}

async function migrate(connection: Connection, planned: Planned, course: Course, onRan: ApplyOptions['onRan']) {
  const { file, pieces } = planned
  for (const piece of pieces) {
    Object.assign(course, { at: 'statement', migration: file.tag, piece: { planned, piece } })
    const started = performance.now()
    const answers = await connection.run(piece.sql)
    const ms = Math.round((performance.now() - started) * 10) / 10
    const { number = 1, line = 1 } = piece.statements[0] ?? {}
    const ran = { migration: file.tag, file: file.file, statement: number, line, excerpt: piece.excerpt, answers, ms }
    follow(course, piece, ran)
    onRan(ran)
  }
}

async function writeRow(connection: Connection, plan: Plan, planned: Planned, course: Course): Promise<void> {
  Object.assign(course, { at: 'row', migration: planned.file.tag, piece: null })
  await connection.run(rowSql(plan, planned))
}

/** A connection on which nothing is sent once it is gone, or the run was interrupted. */
const watched = (connection: Connection, signal: AbortSignal | undefined): Connection => ({
  ...connection,
  run: async (sql) => {
    if (signal?.aborted) throw new Interrupted('the run was interrupted')
    if (connection.lost()) throw new Error('the connection was lost')
    return connection.run(sql)
  },
})

/** The journal became another one between the gate and the run. */
class Moved extends Error {}

class Interrupted extends Error {}

async function refuseMoved(connection: Connection, { journal, live }: Plan, course: Course): Promise<void> {
  const now = await readLive(connection, journal)
  if (JSON.stringify(now.rows) === JSON.stringify(live.rows)) return
  course.at = 'moved'
  throw new Moved('the journal was changed after it was looked at: somebody migrated meanwhile')
}
