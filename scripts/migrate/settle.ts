import { setTimeout as sleep } from 'node:timers/promises'
import type { JournalRow } from '../../functions/model/prediction.ts'
import { Unreachable } from '../client.ts'
import { readLive } from '../journal/read.ts'
import { connect, type Connection } from './connection.ts'
import { takeLock } from './lock.ts'
import type { Ended } from './apply.ts'
import type { Ran } from './course.ts'
import type { Plan, Planned } from './plan.ts'

/** What is in the database after a run, and what is not. */
export interface State {
  /** applied: all of it · nothing: none of it · partly: some stays · in doubt: nobody could look. */
  state: 'applied' | 'nothing' | 'partly' | 'in doubt'
  /** Tags of which the journal says what this run was to make it say. */
  recorded: string[]
  /** Tags of which it does not. */
  missing: string[]
  /** What ran and stays although no row says so. */
  unrecorded: Ran[]
  /** Why nobody could look; null where somebody did. */
  reason: string | null
}

/** How long to try to reach a target again after its connection was lost, and for its backend to end, ms. */
const AGAIN = { tries: 6, pause: 1_000, lock: 30_000 }

/**
 * Looks at the journal after a run and says what of it is in. Where the connection was lost, over a new one, once the lock
 * of the old one is free: its backend has then ended, and what it was about to commit is committed or not.
 */
export async function stateAfter(url: string, connection: Connection, plan: Plan, ended: Ended): Promise<State> {
  const lost = ended.ended === 'lost' || connection.lost()
  try {
    const now = lost ? await again(url, plan) : await readLive(connection, plan.journal)
    return stateOf(plan, ended, now.rows.state === 'read' ? now.rows.rows : [])
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { state: 'in doubt', recorded: [], missing: plan.runs.map(({ file }) => file.tag), unrecorded: [], reason }
  }
}

function stateOf(plan: Plan, ended: Ended, rows: readonly JournalRow[]): State {
  const before = plan.live.rows.state === 'read' ? plan.live.rows.rows : []
  const known = new Set(before.map(({ id }) => id))
  const fresh = rows.filter(({ id }) => !known.has(id))
  const has = ({ rows: change }: Planned) =>
    change.do === 'insert'
      ? fresh.some((row) => isRow(row, change.row))
      : change.rows.every(({ id }) => !rows.some((row) => row.id === id))
  const recorded = plan.runs.filter(has).map(({ file }) => file.tag)
  const missing = plan.runs.filter((run) => !has(run)).map(({ file }) => file.tag)
  const unrecorded = ended.kept.filter(({ migration }) => missing.includes(migration))
  const state = missing.length === 0 ? 'applied' : recorded.length + unrecorded.length === 0 ? 'nothing' : 'partly'
  return { state, recorded, missing, unrecorded, reason: null }
}

const isRow = (a: JournalRow, b: Omit<JournalRow, 'id'>) =>
  a.hash === b.hash && a.createdAt === b.createdAt && a.name === b.name

async function again(url: string, { journal }: Plan) {
  const connection = await reconnect(url)
  try {
    await takeLock(connection, { journal, wait: AGAIN.lock, onWait: () => {} })
    return await readLive(connection, journal)
  } finally {
    await connection.close()
  }
}

async function reconnect(url: string): Promise<Connection> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await connect(url, 'plumbline migrate')
    } catch (error) {
      if (!(error instanceof Unreachable) || tries === AGAIN.tries) throw error
      await sleep(AGAIN.pause)
    }
  }
}
