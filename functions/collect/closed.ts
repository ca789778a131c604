import type { Failure } from '../model/question.ts'
import { closedCatalogOf } from './grants.ts'
import { QueryFailed, type TargetSession } from './transport.ts'

/** Each catalog that is closed costs a question: PostgreSQL names the first one only. */
const MOST = 5

/** A session that knows which relations of pg_catalog are closed to its role. */
export interface ClosingSession extends TargetSession {
  /** By relation, how it was refused. */
  readonly closed: ReadonlyMap<string, Failure>
}

/**
 * A session that asks again, without what needs it, where the fingerprints could not be had since a system catalog is closed
 * to the role, and leaves that out of every later question: facts are of what was fingerprinted. Where nothing can be said
 * without it the question fails as it did at first.
 */
export function leavingOutClosed(session: TargetSession): ClosingSession {
  const closed = new Map<string, Failure>()
  const ask: TargetSession['ask'] = async (question) => {
    const rest = closed.size > 0 && isOfFacts(question) ? { ...question, closed: [...closed.keys()] } : question
    try {
      return await session.ask(rest)
    } catch (error) {
      const catalog = error instanceof QueryFailed ? closedCatalogOf(error.failure) : null
      const again = question.ask === 'fingerprints' && closed.size < MOST
      if (!(error instanceof QueryFailed) || catalog === null || !again || closed.has(catalog)) throw error
      closed.set(catalog, error.failure)
      return ask(question)
    }
  }
  return { cost: session.cost, snapshot: session.snapshot, closed, ask }
}

const isOfFacts = ({ ask }: Parameters<TargetSession['ask']>[0]) =>
  ask === 'fingerprints' || ask === 'shards' || ask === 'facts'
