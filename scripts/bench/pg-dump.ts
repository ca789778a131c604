import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { SERVER_VERSIONS, type ServerVersion } from '../postgres/server.ts'

/** The rival: the pg_dump on PATH, and the newest server that it can dump and we can start. */
export interface PgDump {
  version: string
  server: ServerVersion
}

/** pg_dump refuses a server that is newer than itself. @returns null where there is none on PATH, or only an older one */
export async function findPgDump(): Promise<PgDump | null> {
  const answer = await promisify(execFile)('pg_dump', ['--version']).catch(() => null)
  const version = /\b(\d+)(?:\.\d+)*/.exec(answer?.stdout ?? '')
  const server = SERVER_VERSIONS.findLast((known) => known <= Number(version?.[1] ?? 0))
  return version && server ? { version: version[0], server } : null
}

/** Runs `pg_dump -s` on a database; what it prints is thrown away. @throws where it fails, with what it said */
export async function dumpSchema(url: string): Promise<void> {
  const child = spawn('pg_dump', ['--schema-only', '--dbname', url], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`pg_dump -s ended with ${code}: ${said.trim()}`)
}
