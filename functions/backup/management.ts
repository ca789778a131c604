import type { z } from 'zod'
import { waitAfter } from '../collect/transports/rate-limit.ts'
import type { BackupsWay } from '../model/target.ts'
import { refusalOf, silence, type Refusal } from './refusal.ts'
import { pause, type World } from './world.ts'

/** One project's backups behind the Management API, until a deadline. */
export interface Management {
  world: World
  way: BackupsWay
  /** When no more is asked, ms. */
  deadline: number
  /** How often the same is asked where nobody knows, at most; absent: as often as there is time. */
  tries?: number
}

/** none: the API has no such thing (404). */
export type Answer<T> = { state: 'answered'; value: T } | { state: 'none' } | Refusal

/** Turned away by the rate limit: it was not done, and may be asked for again at that time (ms). */
export type Limited = { state: 'limited'; again: number }

export interface Call<T> {
  method: 'GET' | 'POST'
  /** Below /v1/projects/{ref}/database/backups. */
  path: '' | '/restore-point'
  query?: Record<string, string>
  body?: object
  shape: z.ZodType<T>
}

/** For one request, its answer included, ms. */
export const PATIENCE = 10_000

/**
 * Asks until there is an answer or no time is left: for what changes nothing, and may be asked often. What the rate limit turns away
 * is asked again when that is over.
 */
export async function askPatiently<T>(management: Management, call: Call<T>): Promise<Answer<T>> {
  const { world, deadline, tries: most = Number.POSITIVE_INFINITY } = management
  for (let tries = 0; ; tries += 1) {
    const answer = await askOnce(management, call)
    if (answer.state !== 'limited' && answer.state !== 'unsure') return answer
    const again = answer.state === 'limited' ? answer.again : world.now() + pause(tries)
    if (again >= deadline || tries + 1 >= most) return answer.state === 'limited' ? limited(again) : answer
    await world.sleep(again - world.now())
  }
}

/** Asks once. */
export async function askOnce<T>(
  { world, way, deadline }: Management,
  { method, path, query, body, shape }: Call<T>,
): Promise<Answer<T> | Limited> {
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`
  try {
    const response = await world.fetch(`${way.api}/v1/projects/${way.projectRef}/database/backups${path}${search}`, {
      method,
      headers: {
        Authorization: `Bearer ${way.token}`,
        Accept: 'application/json',
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      // The token goes to that address and to no other.
      redirect: 'manual',
      signal: world.timeout(Math.max(1, Math.min(PATIENCE, deadline - world.now()))),
    })
    if (response.status === 429) {
      const now = world.now()
      await response.body?.cancel()
      return { state: 'limited', again: now + waitAfter(response.headers, now) }
    }
    return answerFrom(response.status, await response.text(), way.token, shape)
  } catch (error) {
    return silence(error)
  }
}

function answerFrom<T>(status: number, text: string, token: string, shape: z.ZodType<T>): Answer<T> {
  if (status === 404) return { state: 'none' }
  if (status < 200 || status > 299) return refusalOf(status, text.replaceAll(token, '…'))
  const parsed = shape.safeParse(jsonIn(text))
  if (parsed.success) return { state: 'answered', value: parsed.data }
  return {
    state: 'unsure',
    status,
    reason: `Supabase’s Management API answered ${status} with something else than backups: cut off, or from a version of it that is not known here`,
    mend: 'ask again; if it lasts, look at https://supabase.com/dashboard/project/_/database/backups',
  }
}

/** A refusal that says when the rate limit is over (ms). */
export const limited = (again: number): Refusal => ({
  state: 'unsure',
  status: 429,
  reason: 'Supabase’s Management API takes no more requests for this project now (429, 120 a minute)',
  mend: `ask again after ${new Date(again).toISOString()}`,
})

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
