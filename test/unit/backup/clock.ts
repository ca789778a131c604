import type { World } from '../../../functions/backup/world.ts'
import { answerBackups, type Answered, type Asked } from '../../../scripts/management-api/answer.ts'
import { isDone, laterBy, textUnder, type ApiFault } from '../../../scripts/management-api/faults.ts'
import type { Platform } from '../../../scripts/management-api/platform.ts'
import { RateLimit } from '../../../scripts/management-api/rate.ts'
import { answerActions, type Github } from '../../support/github-actions.ts'

/** A clock that goes only when somebody waits. */
export class Clock {
  now: number
  #alarms: { at: number; ring: () => void }[] = []
  constructor(now: number) {
    this.now = now
  }

  /** Lets so many ms pass, ringing what is due on the way. */
  pass(ms: number): void {
    const end = this.now + ms
    for (let next = this.#due(end); next !== undefined; next = this.#due(end)) {
      this.now = Math.max(this.now, next.at)
      next.ring()
    }
    this.now = end
  }

  #due(end: number) {
    const [next] = this.#alarms.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)
    this.#alarms = this.#alarms.filter((alarm) => alarm !== next)
    return next
  }

  /** A signal that aborts after so many ms. */
  timeout(ms: number): AbortSignal {
    const controller = new AbortController()
    const ring = () => controller.abort(new DOMException('timed out', 'TimeoutError'))
    this.#alarms.push({ at: this.now + ms, ring })
    return controller.signal
  }
}

/** A project, and what goes wrong with the requests to come. */
export interface Double {
  platform: Platform
  fault(): ApiFault | null
  rate?: RateLimit
  /** Behind https://github.test; absent: nobody asks there. */
  github?: Github
}

/** The doubles of the Management API and of GitHub in this process, on a clock of their own. */
export function virtualWorld(clock: Clock, { platform, fault, github, rate = new RateLimit() }: Double): World {
  const answer = (host: string, asked: Asked, later: number) =>
    github && host === 'github.test'
      ? answerActions(github, asked, clock.now, later)
      : answerBackups(platform, asked, clock.now, later)
  return {
    now: () => clock.now,
    sleep: async (ms) => clock.pass(ms),
    timeout: (ms) => clock.timeout(ms),
    async fetch(input, init) {
      const request = new Request(input, { ...init, signal: null })
      const { signal } = init ?? {}
      return respond(clock, answer, rate, fault(), request, signal ?? clock.timeout(60_000))
    },
  }
}

async function respond(
  clock: Clock,
  answerTo: (host: string, asked: Asked, later: number) => Answered,
  rate: RateLimit,
  fault: ApiFault | null,
  request: Request,
  signal: AbortSignal,
): Promise<Response> {
  // As fetch does: who gave up before asks nothing.
  signal.throwIfAborted()
  clock.pass(20)
  const { host, pathname, search } = new URL(request.url)
  const { exceeded, headers } = rate.count(`${request.method} ${pathname}`, clock.now)
  if (exceeded) return new Response('{"message":"Rate limit exceeded"}', { status: 429, headers })
  const asked = {
    method: request.method,
    url: `${pathname}${search}`,
    authorization: request.headers.get('authorization'),
    body: await request.text(),
  }
  const answer = isDone(fault) ? answerTo(host, asked, laterBy(fault)) : null
  if (fault !== null && 'blackhole' in fault) return silent(clock, signal)
  if (fault !== null && 'reset' in fault) throw new TypeError('fetch failed', { cause: new Error('socket hang up') })
  if (fault !== null && 'status' in fault)
    return new Response(fault.body ?? '', { status: fault.status, headers: { ...headers, ...fault.headers } })
  if (fault !== null && 'slow' in fault) clock.pass(fault.slow)
  signal.throwIfAborted()
  const status = answer?.status ?? 200
  if (status === 204) return new Response(null, { status, headers })
  const text = textUnder(fault, JSON.stringify(answer?.body))
  if (fault !== null && 'drip' in fault) return new Response(drops(clock, text, fault.drip, signal), { status })
  return new Response(text, { status, headers })
}

/** Nothing comes back until whoever asked gives up. */
function silent(clock: Clock, signal: AbortSignal): never {
  while (!signal.aborted) clock.pass(500)
  throw signal.reason
}

function drops(clock: Clock, text: string, ms: number, signal: AbortSignal): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      clock.pass(ms)
      if (signal.aborted) return controller.error(signal.reason)
      if (sent >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(sent, (sent += 1)))
    },
  })
}
