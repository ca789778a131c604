import { CATALOG_VERSION } from '../../../functions/collect/catalog.ts'
import { postgresTransport } from '../../../functions/collect/transports/postgres.ts'
import {
  CatalogRequest,
  SECRET_HEADER,
  type CatalogAnswer,
  type CatalogRefusal,
  type Question,
} from '../../../functions/model/question.ts'
import { AUTHORS_SQL, CATALOG_SQL, CHECK_SQL, PERFORMANCE_SQL } from './catalog.ts'

export interface Settings {
  /** Connection string; absent: the function was not given one. */
  databaseUrl: string | undefined
  /** What callers must know; absent: nobody is answered. */
  secret: string | undefined
}

/** More than the largest question of a schema with thousands of groups. bytes */
const LARGEST = 1_000_000

/**
 * Answers one question about the database beside which this function runs, in one read-only snapshot. The request names
 * a question and its parameters; the SQL is that of supabase/catalog and no other.
 */
export async function answer(request: Request, { databaseUrl, secret }: Settings): Promise<Response> {
  if (request.method !== 'POST') return refuse(405, 'only POST is answered', 'see functions/model/question.ts')
  if (!secret) return refuse(503, 'the function has no secret', 'supabase secrets set PLUMBLINE_CATALOG_SECRET=…')
  if (!(await isSame(request.headers.get(SECRET_HEADER) ?? '', secret)))
    return refuse(401, 'the shared secret is not the function’s', SAME_SECRET)
  if (!databaseUrl) return refuse(503, 'the function has no connection string', 'set PLUMBLINE_DATABASE_URL')
  const asked = CatalogRequest.safeParse(await bodyOf(request))
  if (!asked.success) return refuse(400, `the question is malformed: ${firstIssue(asked.error)}`, SAME_VERSION)
  if (asked.data.catalog !== CATALOG_VERSION)
    return refuse(409, `it reads catalog ${CATALOG_VERSION}, and ${asked.data.catalog} was asked for`, SAME_VERSION)
  if (!isJournal(asked.data.question))
    return refuse(
      400,
      'only a journal, with hash and created_at, is read',
      'check migrations_schema and migrations_table',
    )
  return say(200, await askDatabase(databaseUrl, asked.data))
}

const SAME_SECRET = 'give the same to both: supabase secrets set PLUMBLINE_CATALOG_SECRET=…, wrangler secret put …'
const SAME_VERSION = 'deploy Worker and function from the same commit: supabase functions deploy plumbline-catalog'

async function askDatabase(url: string, { question, timeouts }: CatalogRequest): Promise<CatalogAnswer> {
  const checks = { ...CHECK_SQL, ...PERFORMANCE_SQL, ...AUTHORS_SQL }
  const transport = postgresTransport({ url, timeouts, catalog: CATALOG_SQL, checks })
  const reached = await transport((session) => session.ask(question))
  return reached.reached ? { rows: reached.value } : { failure: reached.failure }
}

/** Whoever knows the secret may read Drizzle's journal, and no other table that also has an id or a name. */
const isJournal = (question: Question) =>
  !('columns' in question) || ['hash', 'created_at'].every((name) => question.columns.includes(name))

/** Compares digests: neither content nor length of the secret can be told from the time it takes. */
async function isSame(given: string, secret: string): Promise<boolean> {
  const [a, b] = await Promise.all([digestOf(given), digestOf(secret)])
  return a.reduce((difference, byte, i) => difference | (byte ^ (b[i] ?? 0)), 0) === 0
}

const digestOf = async (text: string) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))

/** The JSON of a body that is not too long; undefined for any other. */
async function bodyOf(request: Request): Promise<unknown> {
  if (Number(request.headers.get('Content-Length') ?? 0) > LARGEST) return undefined
  try {
    const text = await request.text()
    return text.length > LARGEST ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

const firstIssue = (error: { issues: { path: PropertyKey[]; message: string }[] }) =>
  error.issues.slice(0, 1).map(({ path, message }) => `${path.map(String).join('.')}: ${message}`)[0] ?? ''

const refuse = (status: number, reason: string, mend: string) => say(status, { reason, mend })

const say = (status: number, body: CatalogAnswer | CatalogRefusal) =>
  Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
