import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { BackupRecord } from '../../functions/model/backup/record.ts'
import { backup } from '../../scripts/commands/backup.ts'
import { backupVerify } from '../../scripts/commands/backup-verify.ts'
import { restore } from '../../scripts/commands/restore.ts'
import { r2Store } from '../../scripts/backup/stores/r2.ts'
import { runScript, startScript } from '../support/command.ts'
import { freshDatabase, serverUrl, type TestDatabase } from '../support/database.ts'
import { r2Double, R2_KEYS } from '../support/object-stores.ts'
import { backUp, contentsOf, sqlOn, withTemporary } from './backing-up.ts'

vi.setConfig({ testTimeout: 90_000 })

let database: TestDatabase

beforeAll(async () => {
  database = await freshDatabase(17)
  await sqlOn(
    database.url,
    `create table public.people (id int primary key, boss int references public.people);
insert into public.people select i, nullif(i - 1, 0) from generate_series(1, 3000) i`,
  )
})
afterAll(() => database.drop())

/** Takes one POST and answers it as the Worker does. */
async function recorder() {
  const heard: { url: string | undefined; token: string | undefined; body: unknown }[] = []
  const hear = async (request: IncomingMessage, response: ServerResponse) => {
    const body: unknown = JSON.parse(Buffer.concat(await request.toArray()).toString())
    heard.push({ url: request.url, token: request.headers.authorization, body })
    response.writeHead(201, { 'Content-Type': 'application/json' }).end(JSON.stringify({ target: 'shop' }))
  }
  const server = createServer((request, response) => void hear(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return { heard, url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

test('backup and backup verify tell people and the Worker what came of it', async () => {
  await withTemporary(async (dir) => {
    const worker = await recorder()
    const place = join(dir, 'today')
    const telling = ['--via', worker.url]
    const env = { PLUMBLINE_TOKEN: 'a-token' }
    const taken = ['--database-url', database.url, '--to', place, '--target', 'shop', ...telling]
    const made = await runScript('plumbline.ts', ['backup', ...taken], env)
    expect(made).toMatchObject({ code: 0, stderr: `recorded for shop at ${worker.url}\n` })
    expect(made.stdout).toMatch(/^BACKED UP 1 table, 3000 rows, \d+\.\d kB in \d+\.\d kB, in .*\n.* on PostgreSQL 17/)
    expect(made.stdout).toContain(`          to ${place}\n          not in it: passwords of roles`)

    const out = join(dir, 'evidence.json')
    const drill = ['--from', place, '--shadow-url', await serverUrl(17), '--out', out, ...telling]
    const proven = await runScript('plumbline.ts', ['backup', 'verify', ...drill], env)
    expect(proven.stdout).toMatch(/^PROVEN {4}the backup of .* was restored into PostgreSQL 17\.\d+ and compared/)
    expect(proven.stdout).toMatch(/1 table, 3000 rows counted and hashed\n *1 foreign key/)
    expect(proven.code).toBe(0)
    worker.close()

    const [first, second] = worker.heard.map(({ body }) => BackupRecord.parse(body))
    expect(worker.heard[0]).toMatchObject({ url: '/shop/backups/logical', token: 'Bearer a-token' })
    expect(first).toMatchObject({ target: 'shop', rows: 3000, verified: null })
    expect(second).toEqual({ ...first, verified: expect.objectContaining({ ok: true }) })
    expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(second)
  })
})

test('a restore whose process is killed goes on when it is run again', async () => {
  const double = await r2Double()
  const target = await freshDatabase(17)
  try {
    await backUp(database.url, r2Store({ endpoint: double.url, bucket: 'backups', prefix: 'p', ...R2_KEYS }), {
      chunkBytes: 800,
    })
    double.requests.length = 0
    const args = ['restore', '--from', 'r2://backups/p', '--database-url', target.url, '--jobs', '1']
    const env = {
      R2_ENDPOINT: double.url,
      R2_ACCESS_KEY_ID: R2_KEYS.accessKeyId,
      R2_SECRET_ACCESS_KEY: R2_KEYS.secretAccessKey,
    }
    double.fault = (n) => (n === 20 ? 'hang' : null)
    const killed = startScript('plumbline.ts', args, env)
    await vi.waitUntil(() => double.requests.length === 20, { timeout: 60_000 })
    killed.signal('SIGKILL')
    await killed.ended
    // Manifest, catalog, and of the chunks those that were asked for before the last.
    expect(
      await sqlOn(target.url, `select count(*)::int as n from plumbline_restore.state where what ~ '^chunk'`),
    ).toEqual([{ n: 17 }])
    double.fault = () => null
    const again = await runScript('plumbline.ts', args, env)
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^RESTORED {2}3000 rows in .*, going on where it had stopped/),
    })
    expect(await contentsOf(target.url)).toEqual(await contentsOf(database.url))
  } finally {
    await double.close()
    await target.drop()
  }
})

describe('what is asked wrongly is refused with what mends it', () => {
  const url = 'postgresql://user:secret-password@127.0.0.1:1/x'
  test.each([
    [backup, ['--database-url', url], /Missing required argument: --to/],
    [backup, ['--database-url', 'nonsense', '--to', 'x'], /--database-url is not a connection string/],
    [
      backup,
      ['--database-url', url, '--to', 'x', '--with', 'public'],
      /--with public: only the rows of auth and storage/,
    ],
    [backup, ['--database-url', url, '--to', 'x', '--jobs', '0'], /--jobs 0 is not a number of connections/],
    [backup, ['--database-url', url, '--to', 'x', '--via', 'http://127.0.0.1:1'], /--via needs the name of the target/],
    [backup, ['--database-url', url, '--to', 'x', '--encrypt-to', 'age1x'], /age1x is no age recipient/],
    [backup, ['--database-url', url, '--to', 'x'], /the database cannot be reached: the connection was refused/],
    [backup, ['--database-url', 'postgresql://a:b@example.com/x?sslmode=disable', '--to', 'x'], /turns encryption off/],
    [restore, ['--from', 'x'], /Missing required argument: --database-url/],
    [restore, ['--from', '/nowhere', '--database-url', url], /\/nowhere holds no backup/],
    [restore, ['--from', '/nowhere', '--database-url', url, '--identity', '/no/key'], /the identities cannot be read/],
    [backupVerify, ['--from', '/nowhere', '--jobs', 'many'], /--jobs many is not a number/],
  ])('%#', async (command, args, message) => {
    const said = await command.run(args).then(() => 'nothing', String)
    expect(said).toMatch(message)
    expect(said).not.toContain('secret-password')
  })
})
