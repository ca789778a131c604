import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup } from '../../../scripts/commands/backup.ts'
import postgres from 'postgres'
import { afterEach, expect, test, vi } from 'vitest'
import { migrate } from '../../../scripts/commands/migrate.ts'
import { recover } from '../../../scripts/commands/recover.ts'
import { verify } from '../../../scripts/commands/verify.ts'
import { createDemo, DEMO_MIGRATIONS, demoUrl } from '../../../scripts/demo.ts'
import { serverUrl } from '../../support/database.ts'
import { runHere } from '../journal-command.ts'

vi.setConfig({ testTimeout: 90_000 })
afterEach(() => void vi.unstubAllEnvs())

const COMMANDS = { migrate, recover, verify }

/** The commands that a plan prints, as they stand there. */
const printedIn = (text: string): string[] =>
  [...text.matchAll(/^ +npm run -s plumbline -- (.*)$/gm)].map(([, line = '']) => line)

test('migrate refuses, recover says the way, its commands are run as printed, migrate applies 0009, verify is clean', async () => {
  // No other test has the demo on this version.
  const server = await serverUrl(15)
  await createDemo(server)
  vi.stubEnv('DATABASE_URL', demoUrl(server))
  const run = (line: string, ...more: string[]) => {
    const [word = '', ...argv] = line.split(' ')
    const [, command] = Object.entries(COMMANDS).find(([name]) => name === word) ?? []
    if (command === undefined) throw new Error(`no such command: ${line}`)
    return runHere(command, [...argv, '--shadow-url', server, ...more])
  }
  const folder = `--migrations ${DEMO_MIGRATIONS}`
  const skips = ['--yes', '--skip', 'backup=the demo']

  const refused = await run(`migrate ${folder}`, ...skips)
  expect(refused.code).toBe(2)
  expect(refused.stdout).toMatch(
    /^stop +drift:[^]*files\.workspace_id is already there; 0009_subscriptions\s+will try to make it and fail \(42701\)/m,
  )
  expect(refused.stdout).toMatch(/^stop +rehearsal:[^]*0009_subscriptions\.sql:31, statement 8: 42701/m)
  expect(refused.stderr).toMatch(/drift, journal, rehearsal do not pass/)

  const plan = await run(`recover ${folder}`)
  const [first = '', ...printed] = printedIn(plan.stdout)
  expect([first, ...printed]).toEqual([
    'backup --to ./before-recover',
    `recover --step catalog --apply ${folder}`,
    `recover --step row:10:36314bc3fa70 --apply ${folder}`,
    `migrate ${folder}`,
    `recover --step bring-back --apply ${folder}`,
    `verify ${folder}`,
  ])
  const sql = postgres(demoUrl(server), { max: 1, onnotice: () => {} })
  const files = () => sql`select count(*)::int as files, count(workspace_id)::int as kept from files`
  const before = await files()
  const copies = await mkdtemp(join(tmpdir(), 'plumbline-copy-'))
  const saved = await runHere(backup, ['--to', join(copies, 'before-recover')])
  expect(saved).toMatchObject({ code: 0, stdout: expect.stringContaining('BACKED UP') })
  await rm(copies, { recursive: true })
  for (const line of printed) {
    const done = await run(line, ...(line.startsWith('migrate') ? skips : []))
    expect({ line, ...done }).toMatchObject({ line, code: 0, stderr: '' })
    // What waits to be brought back is never to be dropped.
    expect(done.stdout).not.toMatch(/drop column/)
  }
  expect(await files()).toEqual(before)
  await sql.end()
})
