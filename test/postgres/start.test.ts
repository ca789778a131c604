import { execFile } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runScript, startScript } from '../support/command.ts'
import { shellWithCurl } from '../support/curl.ts'
import { freshDatabase } from '../support/database.ts'
import { writeMigrations } from '../support/migrations.ts'
import { incidentByCurl } from './incident-by-curl.ts'

vi.setConfig({ testTimeout: 150_000 })

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'plumbline-start-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const env = () => ({ PLUMBLINE_HOME: home })
const start = (...args: string[]) => runScript('start.ts', args, env())

/** A port of this machine that is held until it is let go. */
async function heldPort(): Promise<{ port: number; release(): Promise<unknown> }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, release: () => new Promise((resolve) => server.close(resolve)) }
}

async function freePort(): Promise<string> {
  const { port, release } = await heldPort()
  await release()
  return String(port)
}

/** Command lines of processes that were started for `home` and live on. */
async function leftOver(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args'])
  return stdout.split('\n').filter((line) => line.includes(home))
}

test('the demo: from nothing to the report of the cron’s run, the incident by curl, and nothing is left running', async () => {
  const port = await freePort()
  const started = startScript('start.ts', ['--port', port], env())
  await started.said('Ctrl-C ends it')
  try {
    await takeOn(port)
    await incidentByCurl(started.printed(), await shellWithCurl(home))
    await allOver(port)
  } finally {
    started.signal('SIGINT')
  }
  const { code, stdout, stderr } = await started.ended
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('cron fired') })

  expect(stdout).toMatch(/Column files\.workspace_id is already there; 0009_subscriptions will\s+try to make it/)
  expect(stdout).toMatch(/Journal row 10 \(hash 36314bc3fa70…\) belongs to no migration file/)
  expect(stdout).toContain(
    'CREATE INDEX links_workspace_id_created_at_index ON public.links USING btree (workspace_id, created_at DESC NULLS LAST);',
  )
  expect(stdout).toMatch(/pinned .* by ana@demo\.example/)
  expect(stdout).toMatch(/^ {2}npm run -s plumbline -- accept (?:drift|health):\S+ --target demo --url /m)
  expect(stdout).toMatch(/tick run, \d+ ms/)
  expect(stdout).toMatch(/People were told.*:\n {2}(?:Critical|High) · demo · /)
  expect(stdout).toMatch(/^ {2}curl -d by=\$USER 'http:\/\/127\.0\.0\.1:\d+\/incidents\/demo-\d+\/acknowledge\?until=/m)
  expect(stdout.match(/^ {2}curl /gm)).toHaveLength(10)
  expect(stdout).toMatch(/^Slower since it was changed by hand\? SLOWER\n {2}A statement reads \d+ blocks instead of /m)
  expect(stdout).toContain('Index public.links_workspace_id_created_at_index was dropped')
  const printed = [...stdout.matchAll(/^ {2}npm run -s plumbline -- (\w+)/gm)].map(([, name]) => name)
  expect(printed).toEqual(['lint', 'rehearse', 'migrate', 'recover', 'hook', 'accept'])
  expect(stdout).toMatch(/^ {2}export DATABASE_URL=postgres:\/\/postgres:postgres@127\.0\.0\.1:\d+\/plumbline_demo$/m)
  expect(stdout).toContain(`In the browser: http://127.0.0.1:${port}/demo`)

  expect(statSync(join(home, 'token')).mode & 0o077).toBe(0)
  expect(existsSync(join(home, 'worker/demo/.dev.vars'))).toBe(false)
  expect(await leftOver()).toEqual([])
})

const atPort = (port: string, ...args: string[]) =>
  runScript('plumbline.ts', args, { PLUMBLINE_URL: `http://127.0.0.1:${port}`, ...env() })

/** Somebody at a terminal has an incident of the demo, and says so. */
async function takeOn(port: string): Promise<void> {
  const list = await atPort(port, 'incidents', '--target', 'demo')
  expect(list).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^HIGH +open .* demo-1 +- /m) })
  const taken = await atPort(port, 'incident', 'ack', 'demo-1', '--by', 'ana')
  expect(taken).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('acknowledged by ana') })
  const later = await atPort(port, 'incident', 'snooze', 'demo-1', '--for', 'ever')
  expect(later).toMatchObject({ code: 2, stderr: expect.stringMatching(/"ever" is no length.*\n→ send /) })
}

/** What was mended ended its incident. */
async function allOver(port: string): Promise<void> {
  const shown = await atPort(port, 'incident', 'show', 'demo-1')
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('resolved: it is no longer there') })
}

test('a database of one’s own, only read; npm run stop ends all', async () => {
  const database = await freshDatabase(17)
  const migrations = await writeMigrations(join(home, 'drizzle'), { '0000_users': 'create table users (id int);' })
  const port = await freePort()
  const args = ['--port', port, '--database-url', database.url, '--migrations', migrations, '--target', 'shop']
  const started = startScript('start.ts', args, env())
  await started.said('Ctrl-C ends it')

  const worker = { PLUMBLINE_URL: `http://127.0.0.1:${port}`, ...env() }
  const again = await runScript('plumbline.ts', ['run', '--target', 'shop', '--format', 'json'], worker)
  expect(JSON.parse(again.stdout)).toMatchObject({
    target: 'shop',
    run: { suite: 'asked' },
    position: { applied: 0, of: 1 },
  })
  const status = await runScript('plumbline.ts', ['status'], worker)
  expect(status.stdout).toMatch(/^\w+ +shop +local /m)
  expect(status.code).toBe(again.code)
  const refused = await runScript('plumbline.ts', ['run', '--target', 'shop'], { ...worker, PLUMBLINE_TOKEN: 'wrong' })
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('A token is needed') })

  // Through the Worker as it is bundled: PostgreSQL's parser is in it.
  const foretold = await runScript(
    'plumbline.ts',
    ['preflight', '--target', 'shop', '--migrations', migrations, '--format', 'json'],
    worker,
  )
  expect(foretold).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(foretold.stdout)).toMatchObject({ verdict: 'go', pending: [{ tag: '0000_users', statements: 1 }] })

  await release(worker)
  await decide(worker)
  await announce(worker)
  await apply(worker, database.url, migrations)

  const stopped = await runScript('stop.ts', [], env())
  expect(stopped).toEqual({ code: 0, stdout: `stopped npm start, process ${started.pid}\n`, stderr: '' })
  const ended = await started.ended
  expect(ended.code).toBe(0)
  expect(ended.stdout + ended.stderr).not.toContain(database.url)
  expect(ended.stdout).toContain("export DATABASE_URL='postgresql://…'")
  expect(ended.stdout).toContain('plumbline -- migrate --dry-run --migrations ')
  expect(await leftOver()).toEqual([])

  // Once more, and what was seen before is kept.
  const once = await start('--once', ...args)
  expect(once).toMatchObject({ code: 0, stdout: expect.stringMatching(/pinned .* by ana/) })
  expect(await leftOver()).toEqual([])
  await database.drop()
})

/** Tells the Worker of a deploy, signed with the secret that was made for it, and waits for the verdict. */
async function release(worker: Record<string, string>): Promise<void> {
  const shop = (...args: string[]) => runScript('plumbline.ts', [...args, '--target', 'shop'], worker)
  const sha = '0123456789abcdef0123456789abcdef01234567'
  const told = await shop('hook', 'send', '--sha', sha)
  expect(told).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`deploy ${sha}-1: running`) })
  const waited = await shop('gate', '--sha', sha, '--phase', 'before', '--wait', '60')
  expect(waited).toMatchObject({ code: 0, stdout: expect.stringMatching(/^GO +shop 0123456789ab, before the deploy/) })
  const list = await shop('deploys')
  expect(list).toMatchObject({ code: 0, stdout: expect.stringMatching(/^GO +before .* running +standard/m) })
  const none = await shop('gate', '--sha', 'ffffffff', '--wait', '0')
  expect(none).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Nobody has told of a deploy of shop with ffffffff'),
  })
}

/** Pins the target, accepts what is found of it and takes that back, as people do at a terminal. */
async function decide(worker: Record<string, string>): Promise<void> {
  const shop = (...args: string[]) => runScript('plumbline.ts', [...args, '--target', 'shop'], worker)
  const pinned = await shop('pin', '--reason', 'as it is', '--who', 'ana')
  expect(pinned).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^shop: \d+ facts? pinned as /) })
  const again = await shop('pin', '--reason', 'once more', '--who', 'bea')
  expect(again).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^shop: \d+ facts? are the pin .*, by ana of /),
  })

  const accepted = await shop('accept', 'journal:pending', '--reason', 'on Monday', '--who', 'ana', '--expires', '3d')
  expect(accepted).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^accepted +by ana until /m) })
  const status = await shop('status', '--format', 'sarif')
  expect(JSON.parse(status.stdout).runs[0].results).toContainEqual(
    expect.objectContaining({ suppressions: [expect.objectContaining({ status: 'accepted' })] }),
  )
  const withdrawn = await shop('accept', 'journal:pending', '--withdraw', '--format', 'json')
  expect(JSON.parse(withdrawn.stdout)).toMatchObject({ key: 'journal:pending', accepted: null })
  const refused = await shop('accept', 'journal:never', '--reason', 'x', '--who', 'ana')
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/never had such a finding.*\n→ GET /) })
}

/** Announces a migration, and takes that back; asks when what ends. */
async function announce(worker: Record<string, string>): Promise<void> {
  const plumbline = (...args: string[]) => runScript('plumbline.ts', args, worker)
  const said = ['--target', 'shop', '--title', 'Make users', '--at', '2099-12-01T20:00:00Z', '--by', 'ana']
  const [made, trends] = await Promise.all([
    plumbline('announce', ...said, '--migrations', join(home, 'drizzle')),
    plumbline('trends', '--target', 'shop'),
  ])
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^announced +Make users\n +shop-a1 · /) })
  expect(made.stdout).toContain('1 migration pending (0000_users): nothing stands in the way')
  expect(trends).toMatchObject({ code: 3, stderr: '', stdout: expect.stringContaining('of 6 readings that it takes') })
  const cancelled = await plumbline('announce', 'cancel', 'shop-a1', '--text', 'not this week', '--by', 'ana')
  expect(cancelled).toMatchObject({ code: 0, stdout: expect.stringMatching(/^cancelled +Make users[^]*not this week/) })
  const [unknown, list] = await Promise.all([
    plumbline('announce', 'done', 'shop-a9'),
    plumbline('announce', 'list', '--target', 'shop', '--format', 'json'),
  ])
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no announcement shop-a9') })
  expect(JSON.parse(list.stdout)).toMatchObject({ announcements: [{ id: 'shop-a1', state: 'cancelled' }] })
}

/** Migrates by way of the Worker: it is asked to see to a backup, and told how long each migration took. */
async function apply(worker: Record<string, string>, url: string, migrations: string): Promise<void> {
  const via = ['--via', worker.PLUMBLINE_URL ?? '', '--target', 'shop']
  const args = ['migrate', '--database-url', url, '--migrations', migrations, '--yes', ...via]
  const done = await runScript(
    'plumbline.ts',
    [...args, '--skip', 'backup=only a test; lint=one column is enough'],
    worker,
  )
  expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\w+ +backup: .*\n/m) })
  const told = await fetch(`${worker.PLUMBLINE_URL}/shop/migrations?format=json`)
  expect(await told.json()).toMatchObject({
    runs: [{ migration: '0000_users', outcome: 'applied', statements: [{ command: 'CREATE TABLE' }] }],
  })
}

test('interrupted on the way, it stops what it had started', async () => {
  const started = startScript('start.ts', ['--port', await freePort()], env())
  await started.said('PostgreSQL 17 runs')
  started.signal('SIGINT')
  expect((await started.ended).code).toBe(130)
  expect(await leftOver()).toEqual([])
})

test('a port in use is said before anything is started', async () => {
  const { port, release } = await heldPort()
  const ended = await start('--once', '--port', String(port))
  await release()
  expect(ended).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `plumbline: port ${port} is in use\n→ stop what listens there, or take another: npm start -- --port ${port + 1}\n`,
  })
})

const URL = 'postgres://me:a-secret@127.0.0.1:1/shop'
const bad: [what: string, args: string[], code: number, message: RegExp][] = [
  ['a missing folder', ['--database-url', URL, '--migrations', '/nowhere'], 2, /there is no folder \/nowhere\n→ /],
  [
    'a database that refuses',
    ['--database-url', URL, '--migrations', 'supabase/demo/drizzle'],
    3,
    /the connection was refused\n→ check/,
  ],
  ['no folder', ['--database-url', URL], 2, /--database-url needs the migrations/],
  ['no database', ['--migrations', 'x'], 2, /--migrations needs the database/],
  ['no connection string', ['--database-url', 'a-secret', '--migrations', 'x'], 2, /is not a connection string/],
  ['an unknown option', ['--prot', '1'], 2, /Unknown option '--prot'\n→ npm start -- --help/],
  ['no port', ['--port', '0'], 2, /--port 0 is not a port/],
]

test.each(bad)('%s is one message with its mend', async (_what, args, code, message) => {
  const ended = await start('--port', await freePort(), ...args)
  expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) })
  expect(ended.stderr).not.toContain('a-secret')
  expect(await leftOver()).toEqual([])
})
