import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'

/** The operation of the official document that this stands in for (v1-read-only-query). */
export const READ_ONLY_QUERY = '/v1/projects/{ref}/database/query/read-only'

/** What the double answers with. */
export const STATUSES = [201, 400, 401, 403, 404, 429, 500] as const
export type Status = (typeof STATUSES)[number]

/** What goes wrong with one request, once. */
export type Fault =
  | { status: Status | 302 | 503; body?: string; headers?: Record<string, string> }
  /** The answer ends in the middle. */
  | { cut: true }
  /** The answer comes later by this much, ms. */
  | { slow: number }
  /** Something else happens to the database just before. */
  | { first: () => Promise<unknown> }

export interface ManagementApi {
  /** Its address, without a path. */
  url: string
  ref: string
  token: string
  /** Texts of the queries that it ran. */
  readonly queries: string[]
  /** How many requests were under way at once, at most. */
  readonly most: number
  /** For the requests to come, one each; null: nothing goes wrong. */
  faults: (Fault | null)[]
  /** one text: as one simple query · refused: only one statement · apart: each statement as a transaction of its own. */
  several: 'one text' | 'refused' | 'apart'
  close(): Promise<void>
}

const LIMIT = 120
const MINUTE = 60

/**
 * A stand-in for Supabase's Management API on this machine, before a real database: queries run as a role like
 * supabase_read_only_user.
 * @param url of a superuser
 */
export async function startManagementApi(url: string): Promise<ManagementApi> {
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  // Named as one that the platform makes for a while: such are no facts, or tests that run beside this one would see it.
  const role = `cli_login_${crypto.randomUUID().slice(0, 8)}`
  await admin.unsafe(`create role ${role} bypassrls; grant pg_read_all_data to ${role}`)
  const connection = { role, default_transaction_read_only: true, application_name: 'mgmt-api' }
  const database = postgres(url, { max: 4, prepare: false, fetch_types: false, onnotice: () => {}, connection })

  const counts = { now: 0, most: 0 }
  const api: ManagementApi = {
    url: '',
    ref: 'abcdefghijklmnopqrst',
    token: 'sbp_0123456789abcdef0123456789abcdef01234567',
    queries: [],
    get most() {
      return counts.most
    },
    faults: [],
    several: 'one text',
    async close() {
      server.closeAllConnections()
      server.close()
      await database.end()
      await admin.unsafe(`drop owned by ${role}; drop role ${role}`)
      await admin.end()
    },
  }
  const server = createServer((request, response) => {
    counts.now += 1
    counts.most = Math.max(counts.most, counts.now)
    respond(api, database, request, response)
      .catch((error: unknown) => answer(response, 500, JSON.stringify({ message: String(error) })))
      .finally(() => (counts.now -= 1))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the double has no port')
  api.url = `http://127.0.0.1:${address.port}`
  return api
}

async function respond(api: ManagementApi, database: Sql, request: IncomingMessage, response: ServerResponse) {
  const path = READ_ONLY_QUERY.replace('{ref}', api.ref)
  const body = await textOf(request)
  if (request.headers.authorization !== `Bearer ${api.token}`) return refuse(response, 401, 'Unauthorized')
  if (request.url !== path || request.method !== 'POST') return refuse(response, 404, 'Resource has been removed')
  const query = queryIn(body)
  if (query === null) return refuse(response, 400, 'query: Required')

  const fault = api.faults.shift() ?? null
  if (fault && 'status' in fault) return answer(response, fault.status, fault.body ?? '', fault.headers)
  if (fault && 'slow' in fault) await sleep(fault.slow)
  if (fault && 'first' in fault) await fault.first()
  api.queries.push(query)
  try {
    const json = JSON.stringify(await run(database, query, api.several), withNews)
    answer(response, 201, fault && 'cut' in fault ? json.slice(0, json.length / 2) : json)
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error
    refuse(response, 400, `Failed to run sql query: ERROR:  ${error.code}: ${error.message}\nLINE 1: …`)
  }
}

/** Fields that are not known yet are to be expected of the real one. */
const withNews = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, of_next_year: 1 } : value

/** The rows of the last statement. */
async function run(database: Sql, query: string, several: ManagementApi['several']): Promise<unknown> {
  if (several === 'refused') return database.unsafe(query, [1])
  if (several === 'one text') return lastOf(await database.unsafe(query).simple())
  let rows: unknown = []
  for (const statement of query.split(/;\n/)) rows = await database.unsafe(statement).simple()
  return rows
}

const lastOf = (results: readonly unknown[]): unknown =>
  results.length > 0 && results.every((result) => Array.isArray(result)) ? results.at(-1) : results

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk)
  return text
}

function queryIn(body: string): string | null {
  const value: unknown = JSON.parse(body)
  const query = typeof value === 'object' && value !== null && 'query' in value ? value.query : null
  return typeof query === 'string' && query !== '' ? query : null
}

const refuse = (response: ServerResponse, status: Status, message: string) =>
  answer(response, status, JSON.stringify({ message, code: 'unknown-to-us' }))

function answer(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  const rate = { 'X-RateLimit-Limit': LIMIT, 'X-RateLimit-Remaining': LIMIT - 1, 'X-RateLimit-Reset': MINUTE }
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...rate, ...headers }).end(body)
}
