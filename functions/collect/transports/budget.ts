import type { Failure } from '../../model/question.ts'
import { QueryFailed } from '../transport.ts'

/** For all requests of one look over HTTPS, and the waits between them, ms. A run is held for longer than that. */
export const LOOK_BUDGET = 45_000

/** Beyond PostgreSQL's own time for a statement, for the way there and back, ms. */
const TRAVEL = 5000

/** When a request over HTTPS is given up, ms: soon after PostgreSQL itself would, and never after the look's deadline. */
export const patience = (statement: number, deadline: number): number =>
  Math.max(1, Math.min(statement + TRAVEL, deadline - Date.now()))

/** Why nothing came back from an address. */
export function silence(error: unknown, what: string): QueryFailed {
  const name = error instanceof Error ? error.name : ''
  const reason =
    name === 'TimeoutError' || name === 'AbortError'
      ? `${what} did not answer in time`
      : `${what} could not be asked: ${rootOf(error)}`
  return broken(reason, 'wait; the next run looks again. If it lasts: https://status.supabase.com')
}

/** The way was not open. */
export const broken = (reason: string, mend: string): QueryFailed => failed({ reason, mend })

export const failed = (failure: Partial<Failure> & Pick<Failure, 'reason' | 'mend'>): QueryFailed =>
  new QueryFailed({ stage: 'connect', sqlstate: null, ...failure })

/** `fetch failed` says less than its cause. */
function rootOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message
}
