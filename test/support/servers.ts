import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { SERVER_VERSIONS, startServer, type LocalServer, type ServerVersion } from '../../scripts/postgres/server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address that starts a PostgreSQL on demand: GET /17 answers its connection string. */
    servers: string
  }
}

/** Nothing here outlives the run; durability would only cost time. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200']

type Starting = Map<ServerVersion, Promise<LocalServer>>

function ask(path: string, starting: Starting, dir: string): Promise<LocalServer> {
  const version = SERVER_VERSIONS.find((known) => path === `/${known}`)
  if (!version) throw new Error(`no PostgreSQL ${path}: one of ${SERVER_VERSIONS.join(', ')}`)
  const started = starting.get(version) ?? startServer({ version, dir, settings: FAST })
  starting.set(version, started)
  return started
}

/** Starts nothing yet: a version's server starts when the first test asks for it, and serves all tests of the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-test-'))
  const starting: Starting = new Map()
  const broker = createServer((request, response) => {
    Promise.resolve()
      .then(() => ask(request.url ?? '', starting, dir))
      .then(({ url }) => response.end(url))
      .catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve))
  const address = broker.address()
  if (address === null || typeof address === 'string') throw new Error('the broker of test servers has no port')
  project.provide('servers', `http://127.0.0.1:${address.port}`)

  return async () => {
    broker.close()
    const servers = await Promise.allSettled(starting.values())
    await Promise.all(servers.map(async (server) => server.status === 'fulfilled' && server.value.stop()))
    await rm(dir, { recursive: true, force: true })
  }
}
