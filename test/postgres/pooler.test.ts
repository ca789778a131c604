import { execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { backup } from '../../scripts/commands/backup.ts'
import { introspect } from '../../scripts/commands/introspect.ts'
import { migrate } from '../../scripts/commands/migrate.ts'
import { recover } from '../../scripts/commands/recover.ts'
import { journalFiles, withFolder } from './folders.ts'
import { runHere } from './journal-command.ts'
import { withTarget } from './target.ts'

vi.setConfig({ testTimeout: 60_000 })

/** Debian's package pgbouncer; where it is missing, this is left out. */
const PGBOUNCER = 'pgbouncer'
const isThere = await promisify(execFile)(PGBOUNCER, ['--version']).then(
  () => true,
  () => false,
)
if (!isThere) console.warn('pgbouncer is not installed: the tests of a transaction pooler are left out')

const APPLIED = { '0000_users': 'create table users (id int primary key, at timestamptz);' }

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** A PgBouncer that pools transactions before a database: its connection string. */
async function withPooler(url: string, use: (pooled: string) => Promise<void>): Promise<void> {
  const [dir, port] = [await mkdtemp(join(tmpdir(), 'plumbline-pooler-')), await freePort()]
  const { hostname, port: own, username, password, pathname } = new URL(url)
  await writeFile(join(dir, 'users'), `"${username}" "${password}"\n`)
  await writeFile(
    join(dir, 'ini'),
    `[databases]\n* = host=${hostname} port=${own}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =
auth_type = plain\nauth_file = ${dir}/users\npool_mode = transaction\ndefault_pool_size = 2\n`,
  )
  // It refuses to run as root.
  await Promise.all([chmod(dir, 0o755), chmod(join(dir, 'users'), 0o644), chmod(join(dir, 'ini'), 0o644)])
  const as = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const pooler = spawn(PGBOUNCER, [...as, join(dir, 'ini')], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise((resolve) => pooler.once('close', resolve))
  try {
    await new Promise<void>((resolve, reject) => {
      pooler.stderr.setEncoding('utf8').on('data', (text: string) => text.includes('process up') && resolve())
      pooler.once('close', () => reject(new Error('pgbouncer ended')))
    })
    await use(`postgres://${username}:${password}@127.0.0.1:${port}${pathname}`)
  } finally {
    pooler.kill()
    await ended
    await rm(dir, { recursive: true, force: true })
  }
}

const facts = async (of: string) => (await runHere(introspect, ['--database-url', of])).stdout

describe.runIf(isThere)('through PgBouncer, which pools transactions', () => {
  let tools: string
  beforeAll(async () => {
    tools = await mkdtemp(join(tmpdir(), 'plumbline-pooled-'))
  })
  afterAll(() => rm(tools, { recursive: true, force: true }))

  test('looks are as they are directly; what needs a session is refused, and leaves nothing set', () =>
    withFolder(journalFiles({ ...APPLIED, '0001_more': 'alter table users add column bio text;' }), (dir) =>
      withTarget(17, APPLIED, async ({ url, sql }) => {
        await withPooler(url, async (pooled) => {
          expect(await facts(pooled)).toBe(await facts(url))
          const own = ['--database-url', pooled, '--migrations', dir, '--platform', 'none']
          for (const [command, argv] of [
            [migrate, [...own, '--yes', '--skip', 'backup=x']],
            [recover, own],
            [backup, ['--database-url', pooled, '--to', join(tools, 'copy')]],
          ] as const)
            expect(await runHere(command, argv)).toMatchObject({
              code: 2,
              stdout: '',
              stderr: expect.stringMatching(
                /a pooler answers here, and a .* cannot run through it[^]*→ give the direct connection/,
              ),
            })
          expect(await sql`select from drizzle.__drizzle_migrations`).toHaveLength(1)
          expect(await sql`select from pg_locks where locktype = 'advisory'`).toHaveLength(0)
        })
      }),
    ))
})
