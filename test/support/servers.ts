import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { SERVER_VERSIONS, startServer, type LocalServer, type ServerVersion } from '../../scripts/postgres/server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /**
     * Address that starts a PostgreSQL on demand: GET /17 answers its connection string; GET /17/2/abc that of another one, as
     * new for whoever calls itself abc.
     */
    servers: string
  }
}

/** Nothing here outlives the run; durability would only cost time. */
const FAST = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'max_prepared_transactions=5',
  'shared_preload_libraries=pg_stat_statements',
  'pg_stat_statements.max=100',
]

interface TestServer extends LocalServer {
  /** What is its own on the disk. */
  dir: string
}

/** A server, and who has it. */
interface Lent {
  to: string
  server: Promise<TestServer>
}
type Starting = Map<string, Lent>

function ask(path: string, starting: Starting): Promise<TestServer> {
  const [, number, place, to = ''] = path.split('/')
  const version = SERVER_VERSIONS.find((known) => number === known.toString())
  if (!version) throw new Error(`no PostgreSQL ${path}: one of ${SERVER_VERSIONS.join(', ')}`)
  const key = `${version}/${place}`
  const lent = starting.get(key)
  if (lent?.to === to) return lent.server
  const server = lent ? lent.server.then(cleared) : start(version)
  starting.set(key, { to, server })
  return server
}

/** What belongs to a whole server outlives the databases: nobody finds the roles and settings of another's tests. */
const CLEAR = `
select 'alter system reset all' as statement
union all select 'select pg_reload_conf()'
union all select format('select pg_drop_replication_slot(%L)', slot_name) from pg_replication_slots
union all select format('drop database %I with (force)', datname) from pg_database where oid >= 16384
union all select format('drop owned by %I cascade', rolname) from pg_roles where oid >= 16384
union all select format('drop role %I', rolname) from pg_roles where oid >= 16384`

async function cleared(server: TestServer): Promise<TestServer> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  try {
    for (const { statement } of await sql.unsafe<{ statement: string }[]>(CLEAR)) await sql.unsafe(statement)
    return server
  } finally {
    await sql.end()
  }
}

async function start(version: ServerVersion): Promise<TestServer> {
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-test-'))
  return { ...(await startServer({ version, dir, settings: FAST })), dir }
}

/** Starts nothing yet: a server starts when the first test asks for it, and serves all tests of the run that ask the same. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const starting: Starting = new Map()
  const broker = createServer((request, response) => {
    Promise.resolve()
      .then(() => ask(request.url ?? '', starting))
      .then(({ url }) => response.end(url))
      .catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve))
  const address = broker.address()
  if (address === null || typeof address === 'string') throw new Error('the broker of test servers has no port')
  project.provide('servers', `http://127.0.0.1:${address.port}`)

  return async () => {
    broker.close()
    await Promise.allSettled([...starting.values()].map(async ({ server }) => end(await server)))
  }
}

async function end(server: TestServer): Promise<void> {
  await server.stop()
  await rm(server.dir, { recursive: true, force: true })
}
