import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerBackups } from './answer.ts'
import { isDone, laterBy, type BackupFault } from './faults.ts'
import type { Platform } from './platform.ts'
import { RateLimit } from './rate.ts'

/** A stand-in for Supabase's Management API on this machine. */
export interface BackupsServer {
  /** Its address, without a path. */
  url: string
  /** For the requests to come, one each; null: nothing goes wrong. */
  faults: (BackupFault | null)[]
  /** `GET /v1/…` of all requests so far. */
  readonly asked: string[]
  close(): Promise<void>
}

/** Starts it before a project, which may be changed meanwhile. @param limit requests a minute and endpoint */
export async function startBackupsServer(platform: Platform, limit?: number): Promise<BackupsServer> {
  const rate = new RateLimit(limit)
  const faults: (BackupFault | null)[] = []
  const asked: string[] = []
  const api: BackupsServer = {
    url: '',
    faults,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    respond(platform, rate, api.faults.shift() ?? null, request, response).catch((error: unknown) =>
      response.writeHead(500).end(JSON.stringify({ message: String(error) })),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the double has no port')
  api.url = `http://127.0.0.1:${address.port}`
  return api
}

async function respond(
  platform: Platform,
  rate: RateLimit,
  fault: BackupFault | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk)
  const { method = 'GET', url = '/' } = request
  const { exceeded, headers } = rate.count(`${method} ${url.split('?')[0]}`, Date.now())
  if (exceeded) return send(response, 429, JSON.stringify({ message: 'Rate limit exceeded' }), headers)
  const asked = { method, url, authorization: request.headers.authorization ?? null, body }
  const answer = fault === null || isDone(fault) ? answerBackups(platform, asked, Date.now(), laterBy(fault)) : null
  if (fault !== null && 'blackhole' in fault) return
  if (fault !== null && 'reset' in fault) return void request.socket.destroy()
  if (fault !== null && 'status' in fault)
    return send(response, fault.status, fault.body ?? '', { ...headers, ...fault.headers })
  if (fault !== null && 'slow' in fault) await sleep(fault.slow)
  const text = JSON.stringify(answer?.body)
  if (fault !== null && 'drip' in fault) return drip(response, answer?.status ?? 200, text, fault.drip)
  send(
    response,
    answer?.status ?? 200,
    fault !== null && 'cut' in fault ? text.slice(0, text.length / 2) : text,
    headers,
  )
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
