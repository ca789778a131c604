import { createServer } from 'node:http'
import type { TestProject } from 'vitest/node'
import { z } from 'zod'
import type { ApiFault } from '../../scripts/management-api/faults.ts'
import { paidProject, type Platform } from '../../scripts/management-api/platform.ts'
import { startManagementServer, type ManagementServer } from '../../scripts/management-api/server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address that starts doubles of the Management API: POST / with what a project is like, POST /:n with faults, GET /:n. */
    backups: string
  }
}

interface Started {
  platform: Platform
  server: ManagementServer
}

const Wish = z.object({ project: z.custom<Partial<Platform>>(), limit: z.number().optional() })
const Faults = z.custom<(ApiFault | null)[]>((value) => Array.isArray(value))

/** Starts doubles for tests that run in workerd, which has no servers. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started: Started[] = []
  const at = (url: string) => started[Number(url.slice(1))]
  const control = async (method: string, url: string, body: string): Promise<unknown> => {
    if (url === '/') {
      const { project: wish, limit } = Wish.parse(JSON.parse(body))
      const platform = paidProject(wish)
      const server = await startManagementServer(platform, limit === undefined ? {} : { limit })
      return { id: started.push({ platform, server }) - 1, url: server.url, token: platform.token, ref: platform.ref }
    }
    const one = at(url)
    if (!one) throw new Error(`no double ${url}`)
    if (method === 'POST') one.server.faults = Faults.parse(JSON.parse(body))
    return { made: one.platform.made, asked: one.server.asked }
  }
  const broker = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      control(request.method ?? 'GET', request.url ?? '/', Buffer.concat(chunks).toString())
        .then((answer) => response.end(JSON.stringify(answer)))
        .catch((error: unknown) => response.writeHead(500).end(String(error)))
    })
  })
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve))
  const address = broker.address()
  if (address === null || typeof address === 'string') throw new Error('the broker of doubles has no port')
  project.provide('backups', `http://127.0.0.1:${address.port}`)
  return async () => {
    broker.close()
    broker.closeAllConnections()
    await Promise.all(started.map(({ server }) => server.close()))
  }
}
