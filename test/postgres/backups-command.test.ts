import { createServer, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backupsView } from '../../functions/checks/backup/view.ts'
import { backupsJson, climbJson } from '../../functions/views/backups.ts'
import { runScript } from '../support/command.ts'

const HOUR = 3_600_000
const NOW = Date.now()
const policy = { enough: ['physical' as const], maxAge: 24 * HOUR, pitrLag: 1, maxProofAge: 1 }
const unread = { reason: 'the access token was refused', mend: 'make one' }
const physical = [{ id: '7', status: 'COMPLETED', physical: true, at: NOW - 30 * HOUR }]
const reading = {
  at: NOW,
  platform: { physical, pitr: { enabled: false, earliest: null, latest: null } },
  unread: null,
}
const points = { state: 'read' as const, newest: null }
const known = { target: 'shop', environment: 'production', policy, logical: [], points: [] }
const listed = (platform: Parameters<typeof backupsView>[0]['platform']) =>
  backupsJson(backupsView({ ...known, platform }, NOW), NOW)
const miss = { rung: 'physical' as const, state: 'absent' as const, reason: 'none', mend: 'make one', retryable: false }
const refusal = { verdict: 'refuse' as const, rung: null, guarantee: null, evidence: null, tried: [miss], at: NOW }
const problem = { type: '/problems/request-held', title: 'It is under way', detail: 'Wait.', mend: 'ask again' }

/** A Worker that answers by the target that is asked about; what it was sent is kept. */
const asked: { key: unknown; body: string }[] = []
const ANSWERS: Record<string, [status: number, body: unknown, type?: string]> = {
  'GET /old/backups': [200, listed({ ...reading, points })],
  'GET /unseen/backups': [200, listed(unread)],
  'POST /none/backups': [409, climbJson('none', refusal)],
  'POST /busy/backups': [409, problem, 'application/problem+json'],
}

const server = createServer((request: IncomingMessage, response) => {
  const [status, body, type = 'application/json'] = ANSWERS[`${request.method} ${request.url}`] ?? [404, {}]
  let text = ''
  request.on('data', (chunk: Buffer) => (text += chunk.toString()))
  request.on('end', () => {
    asked.push({ key: request.headers['idempotency-key'], body: text })
    response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body))
  })
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => server.close())

const backups = (...args: string[]) =>
  runScript('plumbline.ts', ['backups', '--url', url, ...args], { PLUMBLINE_TOKEN: 't0ken' })

test('what is too old is exit code 2, what nobody can say 3', async () => {
  const [old, unseen] = await Promise.all([backups('--target', 'old'), backups('--target', 'unseen')])
  expect(old.code).toBe(2)
  expect(old.stdout).toMatch(/^FAIL .*newest: daily backup 7, 1 d ago/)
  expect(unseen).toMatchObject({ code: 3, stdout: expect.stringMatching(/^UNKNOWN .*nobody can say/) })
})

test('--ensure sends the key and the wish, and tells a refusal from a problem', async () => {
  const args = ['--ensure', '--key', 'deploy-1', '--wait', '5', '--reason', 'release']
  const [none, busy] = await Promise.all([
    backups('--target', 'none', ...args, '--format', 'json'),
    backups('--target', 'busy', '--ensure'),
  ])
  expect(none.code).toBe(2)
  expect(JSON.parse(none.stdout)).toMatchObject({ key: 'deploy-1', verdict: 'refuse', tried: [{ state: 'absent' }] })
  expect(asked.find(({ key }) => key === 'deploy-1')?.body).toBe('{"wait":5,"reason":"release"}')
  expect(busy).toMatchObject({ code: 2, stderr: expect.stringContaining('It is under way: Wait.\n→ ask again') })
})

test('options that mean nothing are refused', async () => {
  const [alone, wait] = await Promise.all([
    backups('--target', 'old', '--key', 'k'),
    backups('--target', 'old', '--ensure', '--wait', '1d'),
  ])
  expect(alone).toMatchObject({ code: 2, stderr: expect.stringMatching(/--key goes with --ensure/) })
  expect(wait).toMatchObject({ code: 2, stderr: expect.stringMatching(/--wait 1d is not a number of seconds/) })
})
