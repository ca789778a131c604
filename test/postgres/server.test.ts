import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type LocalServer } from '../../scripts/postgres/server.ts'

const settings = ['fsync=off']
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plumbline-server-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function asked(server: LocalServer, query: string): Promise<unknown> {
  const sql = postgres(server.url, { max: 1 })
  try {
    const [row] = await sql.unsafe(query)
    return row
  } finally {
    await sql.end()
  }
}

const pidFile = (server: LocalServer) => join(server.folder, 'postmaster.pid')
const pidOf = (server: LocalServer) => Number.parseInt(readFileSync(pidFile(server), 'utf8'), 10)

test('keeps its data from one start to the next; UTF-8, byte order, UTC, loopback only', async () => {
  const first = await startServer({ dir, settings })
  await asked(first, 'create table kept ()')
  await first.stop()
  await first.stop()
  const again = await startServer({ dir, settings })
  expect(
    await asked(
      again,
      `select to_regclass('kept') is not null as kept, pg_encoding_to_char(encoding) as encoding,
         datcollate in ('C', 'C.UTF-8') as bytewise, current_setting('TimeZone') as zone,
         current_setting('listen_addresses') as listens, current_setting('server_version_num')::int / 10000 as version
       from pg_database where datname = current_database()`,
    ),
  ).toEqual({ kept: true, encoding: 'UTF8', bytewise: true, zone: 'UTC', listens: '127.0.0.1', version: 17 })
  await again.stop()
})

test('says which process holds a folder, which port is in use, what the server logged', async () => {
  const server = await startServer({ dir, settings })
  const other = join(dir, 'other')
  const inUse = `already runs on ${server.folder} (process ${pidOf(server)}, started by ${process.pid})`
  await expect(startServer({ dir, settings })).rejects.toThrow(inUse)
  await expect(startServer({ dir: other, settings, port: server.port })).rejects.toThrow(
    `port ${server.port} is in use`,
  )
  await expect(startServer({ dir: other, settings: ['fsync=off', 'fsnyc=on'] })).rejects.toThrow(
    'unrecognized configuration parameter "fsnyc"',
  )
  await server.stop()
})

test('starts after the server was killed, and beside a stale lock whose number another process has', async () => {
  const killed = await startServer({ dir, settings })
  process.kill(pidOf(killed), 'SIGKILL')
  const next = await startServer({ dir, settings })
  const lock = readFileSync(pidFile(next), 'utf8')
  await next.stop()
  writeFileSync(pidFile(next), lock.replace(/^\d+/, String(process.pid)))
  const last = await startServer({ dir, settings })
  expect(await asked(last, 'select 1 as up')).toEqual({ up: 1 })
  await last.stop()
})

test('stops a server that outlived the process which started it', async () => {
  const left = await startServer({ dir, settings })
  const pid = pidOf(left)
  // No process has this number: the largest that Linux gives is 4194304.
  writeFileSync(`${left.folder}.owner`, '99999999')
  const next = await startServer({ dir, settings })
  expect(pidOf(next)).not.toBe(pid)
  await next.stop()
  await left.stop()
})
