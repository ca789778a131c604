import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import type { HealthId } from '../../model/health.ts'
import type { ApplicationWay } from '../../model/target.ts'
import type { OutsideAnswers, OutsideWorld } from './answers.ts'

/** For each try, ms. */
const PATIENCE = 6000
const TRIES = 2
/** A table and a function that nobody has: that they are not found is said by a service that works, and reads no row. */
const NOBODYS = 'plumbline_reachability'
const NO_FUNCTION = 'plumbline-reachability'
const LONGEST = 300

/** How an address answered, once. */
interface Answer {
  status: number | null
  code: string
  message: string
}

interface Asked {
  way: ApplicationWay
  client: SupabaseClient
  /** fetch with a limit of time. */
  get: typeof fetch
}

/** What a check tries, by what the tries are called. */
type Tries = (asked: Asked) => readonly (readonly [subject: string, ask: () => Promise<Answer>])[]

const QUESTIONS = {
  // Its own tries again would take 7 s, and hide a service that answers every other time.
  'application-rest': ({ client }) => [
    ['rest', async () => postgrest(await client.from(NOBODYS).select('id').retry(false))],
  ],
  'application-auth': ({ way, get }) => [
    ['auth', async () => answered(await get(`${way.url}/auth/v1/health`, { headers: { apikey: way.key } }))],
  ],
  'application-storage': ({ client }) => [['storage', async () => storage(await client.storage.listBuckets())]],
  'application-functions': ({ way, client, get }) =>
    way.functions.length === 0
      ? [['functions', async () => invoked(await client.functions.invoke(NO_FUNCTION, { method: 'GET' }))]]
      : way.functions.map((name) => [
          name,
          async () =>
            answered(await get(`${way.url}/functions/v1/${name}`, { method: 'OPTIONS', headers: { apikey: way.key } })),
        ]),
} as const satisfies Partial<Record<HealthId, Tries>>

const isOurs = (id: HealthId): id is keyof typeof QUESTIONS => id in QUESTIONS

/**
 * How the project's own addresses answer an application that has the key: each is tried twice, and the better try counts.
 * Never throws for what the network does.
 */
export async function askApplication(
  way: ApplicationWay,
  ids: readonly HealthId[],
  world: OutsideWorld,
): Promise<OutsideAnswers> {
  const wanted = ids.filter(isOurs)
  if (wanted.length === 0) return new Map()
  // Only targets whose application is looked at pay for loading it.
  const { createClient } = await import('@supabase/supabase-js')
  const get: typeof fetch = (input, init) =>
    world.fetch(input, { ...init, redirect: 'manual', signal: world.timeout(PATIENCE) })
  const client = createClient(way.url, way.key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: get },
  })
  const asked = { way, client, get }
  const answers = await Promise.all(
    wanted.map(async (id) => {
      const tries: ReturnType<Tries> = QUESTIONS[id](asked)
      return [id, await Promise.all(tries.map(([subject, ask]) => better(subject, ask)))] as const
    }),
  )
  return new Map(answers)
}

/** The better of some tries: one that was answered before one that was not, then the quicker. */
async function better(subject: string, ask: () => Promise<Answer>): Promise<object> {
  const tries: (Answer & { ms: number })[] = []
  for (let i = 0; i < TRIES; i++) {
    const started = performance.now()
    const answer = await ask().catch(unanswered)
    tries.push({ ...answer, ms: performance.now() - started })
  }
  const [best] = tries.toSorted((a, b) => Number(isBroken(a)) - Number(isBroken(b)) || a.ms - b.ms)
  return { subject, ...best }
}

const isBroken = ({ status }: Answer) => status === null || status >= 500

const unanswered = (error: unknown): Answer => ({ status: null, code: '', message: saidBy(error) })

function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, LONGEST)
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return `no answer in ${PATIENCE / 1000} s`
  return (error.cause instanceof Error && error.cause.message ? error.cause.message : error.message).slice(0, LONGEST)
}

const Body = z.object({
  code: z.string().catch(''),
  message: z.string().optional().catch(undefined),
  msg: z.string().optional().catch(undefined),
})

/** What a response says; of a success nothing but its status. */
async function answered(response: Response): Promise<Answer> {
  const text = await response.text()
  if (response.ok) return { status: response.status, code: '', message: '' }
  const body = Body.safeParse(jsonIn(text)).data
  return {
    status: response.status,
    code: body?.code ?? '',
    message: (body?.message ?? body?.msg ?? '').slice(0, LONGEST),
  }
}

/** supabase-js gives status 0 where fetch threw. */
const postgrest = ({ status, error }: { status: number; error: { code: string; message: string } | null }): Answer =>
  status === 0
    ? { status: null, code: '', message: (error?.message ?? '').slice(0, LONGEST) }
    : { status, code: error?.code ?? '', message: (error?.message ?? '').slice(0, LONGEST) }

function storage({ error }: { error: Error | null }): Answer {
  if (error === null) return { status: 200, code: '', message: '' }
  const status = 'status' in error && typeof error.status === 'number' ? error.status : null
  const cause = 'originalError' in error && error.originalError instanceof Error ? error.originalError : error
  return status === null ? unanswered(cause) : { status, code: '', message: error.message.slice(0, LONGEST) }
}

async function invoked({ error, response }: { error: unknown; response?: Response }): Promise<Answer> {
  if (response !== undefined) return response.bodyUsed ? statusOnly(response) : answered(response)
  return unanswered(error instanceof Error && 'context' in error ? error.context : error)
}

const statusOnly = ({ status }: Response): Answer => ({ status, code: '', message: '' })

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
