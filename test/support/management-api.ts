import postgres, { type Sql } from 'postgres'
import type { Answered, Asked } from '../../scripts/management-api/answer.ts'
import type { ApiFault } from '../../scripts/management-api/faults.ts'
import { paidProject } from '../../scripts/management-api/platform.ts'
import { startManagementServer, type ManagementServer } from '../../scripts/management-api/server.ts'

/** The operation of the official document that this stands in for (v1-read-only-query). */
export const READ_ONLY_QUERY = '/v1/projects/{ref}/database/query/read-only'

/** What the double answers a query with. */
export const STATUSES = [201, 400, 401, 403, 404, 429, 500] as const

/** What goes wrong with one request, once. */
export type Fault = ApiFault

export interface ManagementApi extends Pick<ManagementServer, 'url' | 'most' | 'faults'> {
  ref: string
  token: string
  /** Texts of the queries that it ran. */
  readonly queries: string[]
  /** one text: as one simple query · refused: only one statement · apart: each statement as a transaction of its own. */
  several: 'one text' | 'refused' | 'apart'
  close(): Promise<void>
}

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

  const { ref, token } = paidProject()
  // A test asks more of it in a minute than anybody does of one project.
  const limit = Number.POSITIVE_INFINITY
  const server = await startManagementServer(paidProject(), { limit, others: (asked) => query(api, database, asked) })
  const api: ManagementApi = {
    url: server.url,
    ref,
    token,
    queries: [],
    several: 'one text',
    get most() {
      return server.most
    },
    get faults() {
      return server.faults
    },
    set faults(faults) {
      server.faults = faults
    },
    async close() {
      await server.close()
      await database.end()
      await admin.unsafe(`drop owned by ${role}; drop role ${role}`)
      await admin.end()
    },
  }
  return api
}

function query(api: ManagementApi, database: Sql, asked: Asked): Promise<Answered> | null {
  if (asked.authorization !== `Bearer ${api.token}`) return null
  if (asked.url !== READ_ONLY_QUERY.replace('{ref}', api.ref) || asked.method !== 'POST') return null
  return queried(api, database, asked.body)
}

async function queried(api: ManagementApi, database: Sql, body: string): Promise<Answered> {
  const text = queryIn(body)
  if (text === null) return refuse('query: Required')
  api.queries.push(text)
  try {
    return { status: 201, body: withNews(await run(database, text, api.several)) }
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error
    return refuse(`Failed to run sql query: ERROR:  ${error.code}: ${error.message}\nLINE 1: …`)
  }
}

/** Fields that are not known yet are to be expected of the real one. */
const withNews = (rows: unknown): unknown =>
  Array.isArray(rows) ? rows.map((row: unknown) => (isObject(row) ? { ...row, of_next_year: 1 } : row)) : rows

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

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

function queryIn(body: string): string | null {
  const value: unknown = JSON.parse(body)
  const query = typeof value === 'object' && value !== null && 'query' in value ? value.query : null
  return typeof query === 'string' && query !== '' ? query : null
}

const refuse = (message: string): Answered => ({ status: 400, body: { message, code: 'unknown-to-us' } })
