import type { HealthId } from '../../model/health.ts'
import type { Failure } from '../../model/question.ts'

/** What was answered to each check that does not ask the database: rows, or why there are none. */
export type OutsideAnswers = Map<HealthId, unknown[] | Failure>

/** Whom these checks ask besides their arguments: tests give their own clock and network. */
export interface OutsideWorld {
  /** ms since the epoch */
  now(): number
  /** A signal that aborts after so many ms. */
  timeout(ms: number): AbortSignal
  fetch: typeof fetch
}

/** The clock and the network that there are. */
export const outsideWorld: OutsideWorld = {
  now: () => Date.now(),
  timeout: (ms) => AbortSignal.timeout(ms),
  fetch: (input, init) => fetch(input, init),
}
