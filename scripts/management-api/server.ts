import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerBackups, type Answered, type Asked } from './answer.ts'
import { isDone, laterBy, textUnder, type ApiFault } from './faults.ts'
import type { Platform } from './platform.ts'
import { answerProject } from './project.ts'
import { RateLimit } from './rate.ts'

/** A stand-in for Supabase's Management API on this machine. */
export interface ManagementServer {
  /** Its address, without a path. */
  url: string
  /** For the requests to come, one each; null: nothing goes wrong. */
  faults: (ApiFault | null)[]
  /** `GET /v1/…` of all requests so far. */
  readonly asked: string[]
  /** How many requests were under way at once, at most. */
  readonly most: number
  close(): Promise<void>
}

export interface ServerWishes {
  /** Requests a minute and endpoint; otherwise as many as Supabase takes. */
  limit?: number
  /** Answers what is neither about backups nor about the project's state; null: nor does it know of that. */
  others?: (asked: Asked) => Promise<Answered> | null
}

/** Starts it before a project, which may be changed meanwhile. */
export async function startManagementServer(platform: Platform, wishes: ServerWishes = {}): Promise<ManagementServer> {
  const rate = new RateLimit(wishes.limit)
  const counts = { now: 0, most: 0 }
  const api: ManagementServer = {
    url: '',
    faults: [],
    asked: [],
    get most() {
      return counts.most
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const server = createServer((request, response) => {
    api.asked.push(`${request.method} ${request.url}`)
    counts.now += 1
    counts.most = Math.max(counts.most, counts.now)
    respond({ platform, rate, wishes }, api.faults.shift() ?? null, request, response)
      .catch((error: unknown) => response.writeHead(500).end(JSON.stringify({ message: String(error) })))
      .finally(() => (counts.now -= 1))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the double has no port')
  api.url = `http://127.0.0.1:${address.port}`
  return api
}

interface Behind {
  platform: Platform
  rate: RateLimit
  wishes: ServerWishes
}

async function respond(
  { platform, rate, wishes }: Behind,
  fault: ApiFault | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = await askedBy(request)
  const { exceeded, headers } = rate.count(`${asked.method} ${asked.url.split('?')[0]}`, Date.now())
  if (exceeded) return send(response, 429, JSON.stringify({ message: 'Rate limit exceeded' }), headers)
  if (fault !== null && 'first' in fault) await fault.first()
  if (fault !== null && 'slow' in fault) await sleep(fault.slow)
  const answer = isDone(fault)
    ? ((await wishes.others?.(asked)) ??
      answerProject(platform, asked) ??
      answerBackups(platform, asked, Date.now(), laterBy(fault)))
    : { status: 500, body: null }
  if (fault !== null && 'blackhole' in fault) return
  if (fault !== null && 'reset' in fault) return void request.socket.destroy()
  if (fault !== null && 'status' in fault)
    return send(response, fault.status, fault.body ?? '', { ...headers, ...fault.headers })
  const text = textUnder(fault, JSON.stringify(answer.body))
  if (fault !== null && 'drip' in fault) return drip(response, answer.status, text, fault.drip)
  send(response, answer.status, text, headers)
}

async function askedBy(request: IncomingMessage): Promise<Asked> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk)
  const { method = 'GET', url = '/', headers } = request
  return { method, url, authorization: headers.authorization ?? null, body }
}

async function drip(response: ServerResponse, status: number, text: string, ms: number): Promise<void> {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
  for (const drop of text) {
    if (response.destroyed) return
    response.write(drop)
    await sleep(ms)
  }
  response.end()
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string>): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers }).end(body)
}
