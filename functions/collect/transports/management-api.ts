import { z } from 'zod'
import type { JournalTable, Timeouts } from '../../model/question.ts'
import type { CatalogSql } from '../catalog.ts'
import { withGrants } from '../grants.ts'
import type { Row } from '../session.ts'
import { PRINT_SETTINGS } from '../settings.ts'
import type { CheckSql } from '../health-statement.ts'
import { statementOf, timeoutsFor } from '../statement.ts'
import { bytesOf, reach, type TargetSession, type Transport } from '../transport.ts'
import { broken, failed, LOOK_BUDGET, patience, silence } from './budget.ts'
import { refusalOf } from './management-refusals.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { waitAfter } from './rate-limit.ts'

export interface ManagementRequest {
  /** Address of the Management API, without a path. */
  api: string
  projectRef: string
  /** Personal access token with the scope database:read. */
  token: string
  timeouts: Timeouts
  catalog: CatalogSql
  checks?: CheckSql | undefined
  /** For all requests of a look, waits included, ms. */
  budget?: number
}

/** Who asks, at the other end (operation v1-read-only-query). */
const ROLE = 'supabase_read_only_user'

/**
 * Supabase's Management API, over HTTPS: nothing to install. One request at a time; each question is a transaction of its
 * own, so that a look has no snapshot.
 */
export const managementApiTransport =
  (request: ManagementRequest): Transport =>
  (work) =>
    reach(() => work(sessionOn(request)))

function sessionOn(request: ManagementRequest): TargetSession {
  const cost = { roundTrips: 0, bytes: 0 }
  const deadline = Date.now() + (request.budget ?? LOOK_BUDGET)
  const inTurn = oneAtATime()
  const run = (select: string, timeouts: Timeouts, journal: JournalTable | null) =>
    inTurn(async () => {
      const response = await post(request, { select, timeouts }, deadline, cost)
      const text = await response.text().catch((error: unknown) => {
        throw silence(error, API)
      })
      const rows = rowsIn(response.status, text, request.token, journal)
      cost.bytes += bytesOf(rows)
      return rows
    })
  return {
    cost,
    snapshot: 'question',
    ask: (question) =>
      run(
        statementOf(request.catalog, question, request.checks),
        timeoutsFor(question, request.timeouts),
        question.journal,
      ),
    // The API's rows are what JSON gives: callers parse them.
    sql: { role: ROLE, query: async <R extends Row>(sql: string) => (await run(sql, request.timeouts, null)) as R[] },
  }
}

const API = 'Supabase’s Management API'

/** Asks until the answer is not 429, as long as the look has time. */
async function post(
  request: ManagementRequest,
  { select, timeouts }: { select: string; timeouts: Timeouts },
  deadline: number,
  cost: TargetSession['cost'],
): Promise<Response> {
  const { api, projectRef, token } = request
  const body = JSON.stringify({ query: oneTransaction(select, timeouts) })
  for (;;) {
    cost.roundTrips += 1
    const response = await fetch(`${api}/v1/projects/${projectRef}/database/query/read-only`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Accept: 'application/json' },
      body,
      // The token goes to that address and to no other.
      redirect: 'manual',
      signal: AbortSignal.timeout(patience(timeouts.statement, deadline)),
    }).catch((error: unknown) => {
      throw silence(error, API)
    })
    if (response.status !== 429) return response
    await response.body?.cancel()
    const now = Date.now()
    const wait = waitAfter(response.headers, now)
    if (now + wait >= deadline) throw limited(now + wait)
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

const limited = (again: number) =>
  broken(
    `${API} takes no more requests for this project now (429, 120 a minute)`,
    `try again after ${new Date(again).toISOString()}; who else uses the same token for the same project?`,
  )

/**
 * Several statements in one text are one transaction: what is set is in force for the SELECT, whose rows come back
 * because it is the last. Neither begin nor commit, which would end a transaction that the API itself began.
 */
const oneTransaction = (select: string, { statement, lock }: Timeouts) =>
  `set local transaction_read_only = on;\nset local statement_timeout = ${statement};\n` +
  `set local lock_timeout = ${lock};\n${PRINT_SETTINGS}${select}`

const Rows = z.array(z.record(z.string(), z.unknown()))

function rowsIn(status: number, text: string, token: string, journal: JournalTable | null): Row[] {
  if (status !== 200 && status !== 201) {
    const refusal = refusalOf(status, text.replaceAll(token, '…'))
    throw failed(journal === null ? refusal : withGrants(refusal, ROLE, journal))
  }
  const rows = Rows.safeParse(jsonIn(text))
  if (rows.success) return rows.data
  throw failed({
    stage: 'query',
    reason: `${API} answered ${status} without a list of rows: cut off, or from a version of it that is not known here`,
    mend: 'look again; if it lasts, reach the target by postgres or edge-function',
  })
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
