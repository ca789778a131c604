import { QueryFailed, type TargetSession } from './transport.ts'

/** lock_not_available: lock_timeout ran out. */
const LOCK_TIMEOUT = '55P03'

/**
 * A session that asks once more, once in a look, where a question ran into a lock: one that was taken after the question had
 * seen which locks there were. The second time it is known, and is not waited for. A look therefore waits two lock_timeouts
 * at the most.
 */
export function askingOnceMore(session: TargetSession): TargetSession {
  let again = true
  return {
    cost: session.cost,
    snapshot: session.snapshot,
    async ask(question) {
      try {
        return await session.ask(question)
      } catch (error) {
        if (!again || !(error instanceof QueryFailed) || error.failure.sqlstate !== LOCK_TIMEOUT) throw error
        again = false
        return session.ask(question)
      }
    },
  }
}
