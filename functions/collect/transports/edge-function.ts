import type { SupabaseClient } from '@supabase/supabase-js'
import { CatalogAnswer, CatalogRefusal, CatalogRequest, SECRET_HEADER, type Timeouts } from '../../model/question.ts'
import { CATALOG_VERSION } from '../catalog.ts'
import { timeoutsFor } from '../statement.ts'
import { bytesOf, QueryFailed, reach, type TargetSession, type Transport } from '../transport.ts'
import { broken, failed, LOOK_BUDGET, patience, silence } from './budget.ts'
import { oneAtATime } from './one-at-a-time.ts'

export interface EdgeFunctionRequest {
  /** https://<ref>.supabase.co/functions/v1/<name> */
  url: string
  /** A publishable key of the project: lets a request through Supabase's gateway. */
  key: string
  /** What the function has as PLUMBLINE_CATALOG_SECRET. */
  secret: string
  timeouts: Timeouts
  /** For all requests of a look, ms. */
  budget?: number
}

/**
 * supabase/functions/plumbline-catalog, beside the database: it is sent questions and has the SQL itself. Each question is
 * a snapshot of its own.
 */
export const edgeFunctionTransport =
  (request: EdgeFunctionRequest): Transport =>
  (work) =>
    reach(async () => work(await sessionOn(request)))

async function sessionOn(request: EdgeFunctionRequest): Promise<TargetSession> {
  // Only targets that are reached this way pay for loading it.
  const { createClient } = await import('@supabase/supabase-js')
  const [base = '', name = ''] = request.url.split('/functions/v1/')
  const client = createClient(base, request.key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: straight },
  })
  const cost = { roundTrips: 0, bytes: 0 }
  const deadline = Date.now() + (request.budget ?? LOOK_BUDGET)
  const inTurn = oneAtATime()
  return {
    cost,
    snapshot: 'question',
    ask: (question) =>
      inTurn(async () => {
        cost.roundTrips += 1
        // Parsing leaves out what is not the question's: it need not cross the wire.
        const body = CatalogRequest.parse({
          catalog: CATALOG_VERSION,
          question,
          timeouts: timeoutsFor(question, request.timeouts),
        })
        const answer = await invoke(client, name, body, request, deadline)
        if ('failure' in answer) throw new QueryFailed(answer.failure)
        cost.bytes += bytesOf(answer.rows)
        return answer.rows
      }),
  }
}

/** The secret goes to that address and to no other. */
const straight: typeof fetch = (input, init) => fetch(input, { ...init, redirect: 'manual' })

const FUNCTION = 'the Edge Function'

async function invoke(
  client: SupabaseClient,
  name: string,
  body: CatalogRequest,
  { timeouts, secret }: EdgeFunctionRequest,
  deadline: number,
): Promise<CatalogAnswer> {
  const { data, error, response } = await client.functions.invoke<unknown>(name, {
    body,
    headers: { [SECRET_HEADER]: secret },
    signal: AbortSignal.timeout(patience(timeouts.statement, deadline)),
  })
  if (error !== null) {
    if (response) throw await refusalOf(response)
    throw silence(error instanceof Error && error.name === 'FunctionsFetchError' ? causeOf(error) : error, FUNCTION)
  }
  const answer = CatalogAnswer.safeParse(data)
  if (answer.success) return answer.data
  throw failed({
    stage: 'query',
    reason: `${FUNCTION} answered something else than rows: ${name} is another function, or an older one`,
    mend: DEPLOY,
  })
}

const DEPLOY = 'supabase functions deploy plumbline-catalog --project-ref <ref>'

/** supabase-js keeps what fetch threw as the context. */
const causeOf = (error: Error): unknown => ('context' in error ? error.context : error)

async function refusalOf(response: Response): Promise<QueryFailed> {
  const body: unknown = await response.json().catch(() => null)
  const refusal = CatalogRefusal.safeParse(body)
  if (refusal.success) return broken(`${FUNCTION} refused: ${refusal.data.reason}`, refusal.data.mend)
  const [reason, mend] = known(response.status)
  return broken(`${reason} (${response.status})`, mend)
}

function known(status: number): [reason: string, mend: string] {
  switch (status) {
    case 401:
    case 403:
      return [
        'Supabase’s gateway did not let the request through to the Edge Function',
        'set the secret that key_secret names again; supabase/config.toml must say verify_jwt = false',
      ]
    case 404:
      return ['there is no such Edge Function', `compare function_url, or ${DEPLOY}`]
    default:
      return [`${FUNCTION} failed`, 'see its log: Dashboard → Edge Functions → plumbline-catalog → Logs']
  }
}
