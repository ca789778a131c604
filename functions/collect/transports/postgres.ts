import postgres from 'postgres'
import type { Failure, Question, Timeouts } from '../../model/question.ts'
import type { CatalogSql } from '../catalog.ts'
import { failureOf, stageOf } from '../failure.ts'
import { roleOf, withGrants } from '../grants.ts'
import type { Row, Session } from '../session.ts'
import { PRINT_SETTINGS } from '../settings.ts'
import type { CheckSql } from '../health-statement.ts'
import { statementOf, timeoutsFor } from '../statement.ts'
import {
  bytesOf,
  QueryFailed,
  reach,
  type Parting,
  type Reached,
  type TargetSession,
  type Transport,
} from '../transport.ts'
import { oneConnection } from './one-connection.ts'

export interface SnapshotRequest {
  /** Connection string. */
  url: string
  timeouts: Timeouts
  /** Waits for the end of the connection, which has been told to close; absent: whoever asks for the snapshot waits. */
  parting?: Parting | undefined
}

/** A session that counts what it costs the target. */
export interface CountingSession extends Session, Pick<TargetSession, 'cost'> {}

/** PostgreSQL's own protocol: one connection and one read-only snapshot for a look. */
export const postgresTransport =
  ({
    catalog,
    checks,
    ...request
  }: SnapshotRequest & { catalog: CatalogSql; checks?: CheckSql | undefined }): Transport =>
  (work) =>
    withSnapshot(request, (session) =>
      work({
        cost: session.cost,
        snapshot: 'look',
        sql: { role: roleOf(request.url), query: session.query },
        ask: (question) =>
          session
            .query(limitOf(question, request.timeouts) + statementOf(catalog, question, checks))
            .catch((error: unknown) => {
              if (!(error instanceof QueryFailed)) throw error
              throw new QueryFailed(withGrants(error.failure, roleOf(request.url), question.journal))
            }),
      }),
    )

/** A shorter time for one question: until its statement is rolled back. */
const limitOf = (question: Question, timeouts: Timeouts): string => {
  const { statement } = timeoutsFor(question, timeouts)
  return statement === timeouts.statement ? '' : `set local statement_timeout = ${statement};\n`
}

/**
 * Runs `work` inside one read-only REPEATABLE READ snapshot over one connection of the target's own, and closes it.
 * Each statement is rolled back to a savepoint: PostgreSQL keeps the locks under which it prints a view until then, and a
 * migration must not wait for a look to end. Where a statement fails, the next can still be asked.
 * Never throws for what the server or the network does: the failure is the answer.
 */
export async function withSnapshot<T>(
  { url, timeouts, parting }: SnapshotRequest,
  work: (session: CountingSession) => Promise<T>,
): Promise<Reached<T>> {
  const client = connect(url)
  if (typeof client !== 'function') return { reached: false, failure: client }
  try {
    return await reach(() => work(sessionOn(client, timeouts)))
  } finally {
    const closed = client.end({ timeout: 1 })
    await (parting ? parting(closed) : closed)
  }
}

/** Connects with the first statement. */
function connect(url: string): postgres.Sql | Failure {
  try {
    const options = oneConnection(url, 'plumbline')
    return options.refused === undefined ? postgres(url, options) : refusal(options.refused, options.mend)
  } catch {
    return refusal('the connection string is malformed', EXAMPLE)
  }
}

const refusal = (reason: string, mend: string): Failure => ({ stage: 'connect', sqlstate: null, reason, mend })

const EXAMPLE = 'write it as postgresql://user:password@host:5432/database'
/** Lets go of the locks of a statement, or of its failure; the snapshot stays. */
const AGAIN = 'rollback to savepoint plumbline;\n'

function sessionOn(client: postgres.Sql, timeouts: Timeouts): CountingSession {
  const cost = { roundTrips: 0, bytes: 0 }
  // Sent in front of the next statement, in the same round trip.
  let before =
    'begin isolation level repeatable read read only;\n' +
    `set local statement_timeout = ${timeouts.statement};\nset local lock_timeout = ${timeouts.lock};\n` +
    `set local idle_in_transaction_session_timeout = ${Math.max(timeouts.statement, 10_000)};\n${PRINT_SETTINGS}savepoint plumbline;\n`
  return {
    cost,
    async query<R extends Row>(sql: string): Promise<R[]> {
      cost.roundTrips += 1
      const text = `${before}${sql};\n${AGAIN}`
      before = AGAIN
      try {
        const results = await client.unsafe(text).simple()
        // The driver begins a result with the first row's description: the last is that of `sql`.
        const rows = [...((results.at(-1) ?? []) as unknown as R[])]
        cost.bytes += bytesOf(rows)
        return rows
      } catch (error) {
        const stage = error instanceof postgres.PostgresError ? stageOf(error.code) : 'connect'
        throw new QueryFailed(failureOf(error, stage))
      }
    },
  }
}
