import type { Prediction } from '../../functions/model/preflight.ts'
import { causeText } from '../../functions/views/preflight/words.ts'
import { apply, type ApplyOptions, type Ended } from './apply.ts'
import type { Stop } from './course.ts'
import { backupOpinion, type AskBackup } from './backup.ts'
import type { Connection } from './connection.ts'
import { isOpen, type GateName, type Opinion, type Passage, type Skips } from './gate.ts'
import { journalOpinion, lintOpinion, opinionOf, rehearsalOpinion } from './gates.ts'
import { foretold, linted, lookAt, rehearsed, viewOf, type Prepared } from './prepare.ts'
import { stateAfter, type State } from './settle.ts'
import { Unreachable } from '../client.ts'

/** A gate, and how it is asked. */
export interface Gate {
  gate: GateName
  ask(): Promise<Opinion>
}

/** The gates of a target at rest: connectivity, drift, journal. */
export async function gatesAtRest(prepared: Prepared, { server, pid }: Connection): Promise<Gate[]> {
  const look = await lookAt(prepared)
  return [
    { gate: 'connectivity', ask: async () => reached(server, pid) },
    { gate: 'drift', ask: async () => opinionOf(look, ['drift', 'supabase']) },
    { gate: 'journal', ask: async () => journalOpinion(look, viewOf(prepared)) },
  ]
}

/** What the gates of a run need to know beside the target. */
export interface GateRequest {
  backup: AskBackup
  exposed: readonly string[]
  skips: Skips
}

/** The gates before something runs: backup, rehearsal, lint. */
export const gatesBefore = (prepared: Prepared, { backup, exposed, skips }: GateRequest): Gate[] => [
  { gate: 'backup', ask: () => backupOpinion(backup) },
  {
    gate: 'rehearsal',
    ask: () => unlessSkipped(skips, async () => rehearsalOpinion(await rehearsed(prepared))),
  },
  { gate: 'lint', ask: () => orUnknown(async () => lintOpinion(await linted(prepared, exposed))) },
]

const reached = (server: string, pid: number): Opinion => ({
  outcome: 'pass',
  said: `PostgreSQL ${server}, directly (pid ${pid}); nobody else migrates: the lock is held`,
  details: [],
})

/** A rehearsal may be skipped because it cannot be made. */
export const unlessSkipped = (skips: Skips, ask: () => Promise<Opinion>): Promise<Opinion> =>
  skips.has('rehearsal') ? Promise.resolve({ outcome: 'unknown', said: 'was not made', details: [] }) : orUnknown(ask)

/** What a target does not answer is unknown, and no error. */
async function orUnknown(ask: () => Promise<Opinion>): Promise<Opinion> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    return {
      outcome: 'unknown',
      said: error.message,
      details: [{ text: '', mend: error.mend === null ? [] : [`-- ${error.mend}`] }],
    }
  }
}

/** The exit code of a run that gates do not let through: 2 something stands in the way, 3 something is not known; null: go. */
export function closedBy(passages: readonly Passage[]): 2 | 3 | null {
  const closed = passages.filter((passage) => !isOpen(passage))
  if (closed.length === 0) return null
  return closed.some(({ outcome }) => outcome === 'stop') ? 2 : 3
}

/** A run that was made, and what of it is in. */
export interface Made {
  ended: Ended
  state: State
  /** Where PostgreSQL names no place in the statement, the one that preflight knows. */
  stop: Stop | null
  /** What put there what is in the way, and the way out. */
  cause: string[]
}

/** Carries the plan out and looks at what came of it. */
export async function make(connection: Connection, prepared: Prepared, options: ApplyOptions): Promise<Made> {
  const ended = await apply(connection, prepared.plan, options)
  const state = await stateAfter(prepared.url, connection, prepared.plan, ended)
  const same = ended.stop && ended.ended === 'failed' ? await foreseen(prepared, ended.stop) : undefined
  return { ended, state, ...explained(ended.stop, same) }
}

/** Preflight knows what is in the way of a statement, and what put it there. */
async function foreseen(prepared: Prepared, { place, sqlstate }: Stop): Promise<Prediction | undefined> {
  if (place === null) return undefined
  const told = await foretold(prepared)
  return told?.predictions.find(
    (one) => one.file === place.file && one.statement === place.statement && one.sqlstate === sqlstate,
  )
}

function explained(stop: Stop | null, same: Prediction | undefined): Pick<Made, 'stop' | 'cause'> {
  if (!stop?.place || !same) return { stop, cause: [] }
  const { line, column, excerpt: text, cause, mend } = same
  const place = stop.place.column === null ? { ...stop.place, line, column, text } : stop.place
  return { stop: { ...stop, place }, cause: [...(cause ? [causeText(cause)] : []), ...mend] }
}
