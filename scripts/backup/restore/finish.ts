import { kindOf } from '../../../functions/model/fact.ts'
import { literal } from '../../../functions/model/sql.ts'
import { serverError, type ServerError } from '../../rehearse/server-error.ts'
import type { SequenceValue } from '../manifest.ts'
import { onSessions, type CopySession } from '../session.ts'
import { nameOfTable } from '../take/tables.ts'
import type { Unmade } from './rights.ts'
import { noted, transaction } from './state.ts'
import type { Statement } from './steps.ts'

export interface FinishRequest {
  url: string
  lock: number
  jobs: number
  steps: readonly Numbered[]
  done: ReadonlySet<string>
  /** Called before each step. */
  say(fact: string): void
}

/** A statement, and the note that it was done. */
export interface Numbered {
  step: Statement
  note: string
}

/**
 * The statements after the rows; apart from them event triggers and what is said of these: they would see, and might forbid,
 * all that a restore has yet to do.
 */
export function numbered(steps: readonly Statement[]): { early: Numbered[]; late: Numbered[] } {
  const all = steps.map((step, i): Numbered => ({ step, note: `step ${i}` }))
  const isLate = ({ step: { fact } }: Numbered) => /^(?:comment:)?event_trigger:/.test(fact)
  return { early: all.filter((one) => !isLate(one)), late: all.filter(isLate) }
}

/**
 * Makes what looks at rows: constraints, indexes, foreign keys, views, triggers. Each statement is a transaction with the note
 * that it was done; what several connections can do at once, they do.
 * @returns what the rows, or PostgreSQL, did not let be made as it was
 */
export async function takeSteps({ url, lock, jobs, steps, done, say }: FinishRequest): Promise<Unmade> {
  const left = steps.filter(({ note }) => !done.has(note))
  if (left.length === 0) return []
  const take = async (db: CopySession, one: Numbered): Promise<ServerError | null> => {
    say(one.step.fact)
    return takeStep(db, one)
  }
  const refused: Numbered[] = []
  let unmade: Unmade = []
  for (const run of runsOf(left)) {
    const queue = [...run]
    await onSessions(url, lock, run.every(isIndex) ? Math.min(jobs, run.length) : 1, async (db) => {
      for (let next = queue.shift(); next; next = queue.shift()) if ((await take(db, next)) !== null) refused.push(next)
    })
  }
  if (refused.length > 0) await onSessions(url, lock, 1, async (db) => void (unmade = await again(db, refused, take)))
  return unmade
}

/** Indexes that follow each other wait for nobody; all else keeps its order. */
function runsOf(steps: readonly Numbered[]): Numbered[][] {
  const runs: Numbered[][] = []
  for (const one of steps) {
    const last = runs.at(-1)
    if (last?.[0] && isIndex(one) === isIndex(last[0])) last.push(one)
    else runs.push([one])
  }
  return runs
}

const isIndex = ({ step }: Numbered) => kindOf(step.fact) === 'index'

/** What was refused is tried again as long as another step worked; then without the promise about rows that broke it. */
async function again(
  db: CopySession,
  steps: readonly Numbered[],
  take: (db: CopySession, one: Numbered) => Promise<ServerError | null>,
): Promise<Unmade> {
  let left = [...steps]
  for (let before = left.length + 1; left.length > 0 && left.length < before;) {
    before = left.length
    const refused: Numbered[] = []
    for (const one of left) if ((await take(db, one)) !== null) refused.push(one)
    left = refused
  }
  const unmade: Unmade = []
  for (const one of left) {
    const error = await takeStep(db, one)
    if (error === null) continue
    const why = `${error.sqlstate}: ${error.message}${error.detail ? ` (${error.detail})` : ''}`
    const late = BROKEN.has(error.sqlstate ?? '')
      ? { ...one, step: { ...one.step, sql: notValid(one.step.sql) } }
      : null
    const held = late !== null && (await takeStep(db, late)) === null
    unmade.push({ fact: one.step.fact, reason: held ? `${why}; it is there for new rows only, NOT VALID` : why })
  }
  return unmade
}

/** A row breaks a foreign key or a check. */
const BROKEN = new Set(['23503', '23514'])

const notValid = (sql: string) => sql.replace(/;$/, ' not valid;')

async function takeStep(db: CopySession, { step, note }: Numbered): Promise<ServerError | null> {
  try {
    await transaction(db, () => db.exec(`${step.sql}\n${noted(note)}`))
    return null
  } catch (error) {
    const said = serverError(error)
    if (said.sqlstate === null || /^(?:08|57P)/.test(said.sqlstate)) throw error
    return said
  }
}

/** Sets the sequences where they stood, and notes it. */
export const setSequences = (db: CopySession, sequences: readonly SequenceValue[]): Promise<void> =>
  transaction(db, async () => {
    for (const sequence of sequences) {
      const { value, called } = sequence
      await db.exec(`select setval(${literal(nameOfTable(sequence))}, ${value}, ${called})`)
    }
    await db.exec(noted('sequences'))
  })
