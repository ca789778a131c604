import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { targetJson } from '../../functions/views/json.ts'
import type { ChannelJson } from '../../functions/views/channels.ts'
import { runScript } from '../support/command.ts'
import { NOW, report } from '../unit/views/samples.ts'

const well: ChannelJson = {
  name: 'primary',
  type: 'slack',
  fault: null,
  chains: ['shop (1)'],
  waiting: 0,
  dead: 0,
  sentAt: null,
}
const fault = { reason: 'CHANNELS.odd: type: must be one of slack', mend: 'mend it in wrangler.toml' }
const links = { reason: 'PLUMBLINE_LINK_SECRET is not set', mend: 'openssl rand -hex 32' }
const refused = {
  type: '/problems/channel-refused',
  title: 'The channel did not take the message',
  detail: 'Slack answered not_in_channel.',
  mend: '/invite @bot',
}

const ANSWERS: Record<string, [status: number, body: unknown, type?: string]> = {
  'GET /odd/channels': [200, { channels: [well, { ...well, name: 'odd', type: null, fault }], links }],
  'POST /odd/channels/primary/test': [200, { channel: 'primary', type: 'slack', sent: true, reply: 'C1:2.3', ms: 12 }],
  'POST /dead/channels/primary/test': [502, refused, 'application/problem+json'],
  'GET /odd/demo': [200, targetJson(report, NOW)],
}
const server = createServer((request, response) => {
  const [status, body, type = 'application/json'] = ANSWERS[`${request.method} ${request.url}`] ?? [404, {}]
  response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body))
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => server.close())

const plumbline = (worker: string, ...args: string[]) =>
  runScript('plumbline.ts', [...args, '--url', `${url}/${worker}`], { PLUMBLINE_TOKEN: 't0ken' })

test('channels are told with what is wrong, and the exit code says how bad it is', async () => {
  const odd = await plumbline('odd', 'channels')
  expect(odd.code).toBe(2)
  expect(odd.stdout).toContain('ok        primary · slack · nothing sent yet')
  expect(odd.stdout).toContain('in the chain of shop (1)')
  expect(odd.stdout).toContain('fault     odd')
  expect(odd.stdout).toContain('messages hold none: PLUMBLINE_LINK_SECRET is not set')
})

test('a test message says what the channel said', async () => {
  const [took, not] = await Promise.all([
    plumbline('odd', 'channel', 'test', 'primary'),
    plumbline('dead', 'channel', 'test', 'primary'),
  ])
  expect(took).toMatchObject({ code: 0, stdout: 'primary (slack) took the message in 12 ms\n  it calls it C1:2.3\n' })
  expect(not.code).toBe(2)
  expect(not.stderr).toMatch(/Slack answered not_in_channel\.\n→ \/invite @bot\n$/)
})

test('a status for Nagios ends with its exit code', async () => {
  const { code, stdout } = await plumbline('odd', 'status', '--target', 'demo', '--format', 'nagios')
  expect(code).toBe(2)
  expect(stdout).toMatch(
    /^PLUMBLINE CRITICAL - demo: 1 critical, 2 high, 1 info, 1 unknown \(looked .* ago\) \| critical=1;;;0 /,
  )
})
