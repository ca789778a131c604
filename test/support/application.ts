import { createServer } from 'node:http'

/** What one of the project's addresses answers instead of what is usual. null: it hangs up. */
type Instead = { status: number; body: unknown } | null

/** A stand-in for a Supabase project's own addresses. */
export interface Application {
  url: string
  key: string
  /** By the first part of the path: rest, auth, storage, functions. */
  instead: Record<string, Instead>
  /** `GET /rest/v1/…` of all requests so far. */
  readonly asked: string[]
  close(): Promise<void>
}

/**
 * What the real ones answer: PostgREST of a table that its schema cache has not (PGRST205), GoTrue of its health, Storage of no bucket
 * that the key may see, the gateway of a function that nobody deployed; and a function's own answer to OPTIONS.
 */
const USUAL: Readonly<Record<string, Instead>> = {
  rest: {
    status: 404,
    body: {
      code: 'PGRST205',
      details: null,
      hint: null,
      message: "Could not find the table 'public.plumbline_reachability' in the schema cache",
    },
  },
  auth: {
    status: 200,
    body: { version: 'v2.180.0', name: 'GoTrue', description: 'GoTrue is a user registration and authentication API' },
  },
  storage: { status: 200, body: [] },
  functions: { status: 404, body: { code: 'NOT_FOUND', message: 'Requested function was not found' } },
}

/** As PostgREST, GoTrue, Storage and the Edge Functions' runtime say it. */
export const ILL = {
  schemaCache: {
    status: 503,
    body: {
      code: 'PGRST002',
      details: null,
      hint: null,
      message: 'Could not query the database for the schema cache. Retrying.',
    },
  },
  auth: { status: 500, body: { code: 500, error_code: 'unexpected_failure', msg: 'Database error finding user' } },
  storage: { status: 500, body: { statusCode: '500', error: 'Internal', message: 'Database connection pool timeout' } },
  boot: { status: 503, body: { code: 'BOOT_ERROR', message: 'Function failed to start (please check logs)' } },
  key: { status: 401, body: { message: 'Invalid API key', hint: 'Double check your Supabase API key.' } },
} as const

/** Starts it on this machine. */
export async function startApplication(): Promise<Application> {
  const asked: string[] = []
  const application: Application = {
    url: '',
    key: 'sb_publishable_0123456789abcdefghijkl_012345678',
    instead: {},
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const server = createServer((request, response) => {
    const { method, url = '/', headers } = request
    asked.push(`${method} ${url}`)
    const part = url.split('/')[1] ?? ''
    const usual = method === 'OPTIONS' ? { status: 200, body: 'ok' } : USUAL[part]
    const known = headers.apikey === application.key ? usual : ILL.key
    const answer = part in application.instead ? application.instead[part] : known
    if (answer === null || answer === undefined) return void request.socket.destroy()
    response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the double has no port')
  application.url = `http://127.0.0.1:${address.port}`
  return application
}
