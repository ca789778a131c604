import postgres from 'postgres'
import { failureOf, type Failure } from './failure.ts'
import type { Row, Session } from './session.ts'
import { PRINT_SETTINGS } from './settings.ts'

export interface SnapshotRequest {
  /** Connection string. */
  url: string
  /** ms */
  timeouts: { statement: number; lock: number }
}

/** What came of asking a target. */
export type Reached<T> = { reached: true; value: T } | { reached: false; failure: Failure }

/** A session that counts what it costs the target. */
export interface CountingSession extends Session {
  readonly cost: { roundTrips: number; bytes: number }
}

/**
 * Runs `work` inside one read-only REPEATABLE READ snapshot over one connection of the target's own, and closes it.
 * A statement that fails is rolled back to a savepoint, so that the next can still be asked.
 * Never throws for what the server or the network does: the failure is the answer.
 */
export async function withSnapshot<T>(
  request: SnapshotRequest,
  work: (session: CountingSession) => Promise<T>,
): Promise<Reached<T>> {
  let client: postgres.Sql
  try {
    client = connect(request.url)
  } catch {
    const failure = {
      stage: 'connect',
      sqlstate: null,
      reason: 'the connection string is malformed',
      mend: EXAMPLE,
    } as const
    return { reached: false, failure }
  }
  try {
    return { reached: true, value: await work(sessionOn(client, request.timeouts)) }
  } catch (error) {
    if (error instanceof QueryFailed) return { reached: false, failure: error.failure }
    throw error
  } finally {
    await client.end({ timeout: 1 })
  }
}

const EXAMPLE = 'write it as postgresql://user:password@host:5432/database'

/** A statement that the server refused, as its failure. */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed'
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.reason)
    this.failure = failure
  }
}

const connect = (url: string) =>
  postgres(url, {
    max: 1,
    prepare: false,
    fetch_types: false,
    connect_timeout: 5,
    // One connection from the first statement to the end: a second would see another snapshot.
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => {},
    connection: { application_name: 'plumbline' },
  })

function sessionOn(client: postgres.Sql, timeouts: SnapshotRequest['timeouts']): CountingSession {
  const cost = { roundTrips: 0, bytes: 0 }
  // Sent in front of the next statement, in the same round trip.
  let before =
    'begin isolation level repeatable read read only;\n' +
    `set local statement_timeout = ${timeouts.statement};\nset local lock_timeout = ${timeouts.lock};\n` +
    `set local idle_in_transaction_session_timeout = ${Math.max(timeouts.statement, 10_000)};\n${PRINT_SETTINGS}`
  return {
    cost,
    async query<R extends Row>(sql: string): Promise<R[]> {
      cost.roundTrips += 1
      try {
        const results = await client.unsafe(`${before}savepoint plumbline;\n${sql}`).simple()
        before = ''
        const rows = [...((results.at(-1) ?? []) as unknown as R[])]
        cost.bytes += rows.reduce((bytes, row) => bytes + sizeOf(row), 0)
        return rows
      } catch (error) {
        before = 'rollback to savepoint plumbline;\n'
        throw new QueryFailed(failureOf(error, stageOf(error)))
      }
    },
  }
}

/** Whoever answers with an SQLSTATE of class 08, 28, 3D, 53 or 57P did not let us in; anything else is about the statement. */
const stageOf = (error: unknown): Failure['stage'] =>
  error instanceof postgres.PostgresError && !/^(?:08|28|3D|53|57P)/.test(error.code) ? 'query' : 'connect'

const sizeOf = (row: Row) =>
  Object.values(row).reduce<number>((bytes, value) => bytes + (value === null ? 0 : String(value).length), 0)
