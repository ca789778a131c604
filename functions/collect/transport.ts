import type { Failure, Question } from '../model/question.ts'
import type { Row, Session } from './session.ts'

/** Answers what Plumbline asks about a target, or about a scratch database. */
export interface Asking {
  /** @throws QueryFailed where the question could not be answered */
  ask(question: Question): Promise<Row[]>
}

/** One look's questions to a target, and what they cost it so far. */
export interface TargetSession extends Asking {
  readonly cost: { roundTrips: number; bytes: number }
  /** Whether the answers of a whole look are of one moment, or each of a moment of its own. */
  readonly snapshot: 'look' | 'question'
  /** Runs figures and probes, which are no questions; absent where the way takes questions alone. */
  readonly sql?: SqlSession
}

/** Runs SQL on a target as a role. */
export interface SqlSession extends Session {
  readonly role: string
}

/** What came of asking a target. */
export type Reached<T> = { reached: true; value: T } | { reached: false; failure: Failure }

/**
 * A way to a target: gives `work` a session for one look. Never throws for what the target or the network does: the
 * failure is the answer. What `work` itself throws goes through.
 */
export type Transport = <T>(work: (session: TargetSession) => Promise<T>) => Promise<Reached<T>>

/** Is given what a look leaves behind, to wait for it beside other work. It does not fail. */
export type Parting = (closed: Promise<void>) => void

/** A question that was not answered, as its failure. */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed'
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.reason)
    this.failure = failure
  }
}

/** Does the work; a question that nobody caught is why the target was not reached. */
export async function reach<T>(work: () => Promise<T>): Promise<Reached<T>> {
  try {
    return { reached: true, value: await work() }
  } catch (error) {
    if (error instanceof QueryFailed) return { reached: false, failure: error.failure }
    throw error
  }
}

/** Characters of the values in some rows: about what they weigh on the wire. */
export const bytesOf = (rows: readonly Row[]): number => rows.reduce((bytes, row) => bytes + sizeOf(row), 0)

const sizeOf = (row: Row) =>
  Object.values(row).reduce<number>((bytes, value) => bytes + (value === null ? 0 : String(value).length), 0)
