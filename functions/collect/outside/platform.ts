import { z } from 'zod'
import type { HealthId } from '../../model/health.ts'
import type { Failure } from '../../model/question.ts'
import type { BackupsWay } from '../../model/target.ts'
import { silence } from '../transports/budget.ts'
import { waitAfter } from '../transports/rate-limit.ts'
import type { OutsideAnswers, OutsideWorld } from './answers.ts'
import { platformRefusal } from './refusals.ts'

/** For each request, ms: a tick waits for the slowest of them. */
const PATIENCE = 8000
/** What the platform itself waits for each of its services, ms. */
const OF_A_SERVICE = 3000

const API = 'Supabase’s Management API'

/** What a check asks below /v1/projects/{ref}, what a token must be allowed for it, and the rows made of the answers. */
interface PlatformQuestion {
  paths: readonly string[]
  allowed: string
  rows(answers: readonly unknown[]): unknown[]
}

const alone = ([answer]: readonly unknown[]): unknown[] => [answer]
const each = ([answer]: readonly unknown[]): unknown[] => (Array.isArray(answer) ? answer : [answer])
const joined = (answers: readonly unknown[]): unknown[] => [Object.assign({}, ...answers.map(objectIn))]
const objectIn = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})

const SERVICES = 'auth,db,pooler,realtime,rest,storage'

/** By check. The permissions are those of x-fga-permissions in the official document: a test compares them. */
export const PLATFORM_QUESTIONS = {
  'project-status': { paths: [''], allowed: 'project_admin_read', rows: alone },
  'project-services': {
    paths: [`/health?services=${SERVICES}&timeout_ms=${OF_A_SERVICE}`],
    allowed: 'project_admin_read',
    rows: each,
  },
  'project-read-only': { paths: ['/readonly'], allowed: 'database_readonly_config_read', rows: alone },
  'project-disk': { paths: ['/config/disk', '/config/disk/util'], allowed: 'infra_disk_config_read', rows: joined },
  'project-pooler': { paths: ['/config/database/pooler'], allowed: 'database_pooling_config_read', rows: each },
  'project-upgrade': {
    paths: ['/upgrade/eligibility', '/upgrade/status'],
    allowed: 'project_admin_read and database_read',
    rows: ([eligibility, status]) => [{ eligibility, status }],
  },
} as const satisfies Partial<Record<HealthId, PlatformQuestion>>

type PlatformId = keyof typeof PLATFORM_QUESTIONS
const isPlatform = (id: HealthId): id is PlatformId => id in PLATFORM_QUESTIONS

/** What the platform answers to some checks, each on its own; a refusal is an answer. Never throws for what the platform does. */
export async function askPlatform(
  way: BackupsWay,
  ids: readonly HealthId[],
  world: OutsideWorld,
): Promise<OutsideAnswers> {
  const answers = await Promise.all(
    ids.filter(isPlatform).map(async (id) => [id, await askFor(way, PLATFORM_QUESTIONS[id], world)] as const),
  )
  return new Map(answers)
}

async function askFor(way: BackupsWay, question: PlatformQuestion, world: OutsideWorld): Promise<unknown[] | Failure> {
  const answers = await Promise.all(question.paths.map((path) => get(way, path, question.allowed, world)))
  const refusal = answers.find((answer) => !answer.ok)
  return refusal?.ok === false ? refusal.failure : question.rows(answers.map((answer) => answer.ok && answer.value))
}

type Got = { ok: true; value: unknown } | { ok: false; failure: Failure }

async function get(way: BackupsWay, path: string, allowed: string, world: OutsideWorld): Promise<Got> {
  try {
    const response = await world.fetch(`${way.api}/v1/projects/${way.projectRef}${path}`, {
      headers: { Authorization: `Bearer ${way.token}`, Accept: 'application/json' },
      // The token goes to that address and to no other.
      redirect: 'manual',
      signal: world.timeout(PATIENCE),
    })
    const text = (await response.text()).replaceAll(way.token, '…')
    if (response.status === 200) return parsed(text)
    const again = response.status === 429 ? world.now() + waitAfter(response.headers, world.now()) : null
    return { ok: false, failure: platformRefusal(response.status, text, { allowed, again }) }
  } catch (error) {
    return { ok: false, failure: silence(error, API).failure }
  }
}

function parsed(text: string): Got {
  try {
    return { ok: true, value: z.json().parse(JSON.parse(text)) }
  } catch {
    const reason = `${API} answered 200 with something else than JSON: cut off, or a proxy in between`
    return { ok: false, failure: { stage: 'query', sqlstate: null, reason, mend: 'the next run looks again' } }
  }
}
