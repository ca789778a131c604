import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Notification } from '../../functions/model/notification.ts'
import { settingsOf } from '../../functions/env.ts'
import { deliverDue } from '../../functions/notify/deliver.ts'
import { DEAD_QUEUE } from '../../functions/run/consume-dead.ts'
import { performRun } from '../../functions/run/perform.ts'
import { SCHEDULE } from '../../functions/run/schedule.ts'
import { listOutbox, OUTBOX_LEASE, queueStatements } from '../../functions/store/outbox.ts'
import worker from '../../functions/worker.ts'
import { ask, bindings, finding, freshTarget, looked, migrate, post, request, runWith, TOKEN } from './support.ts'

const SLACK = 'xoxb-1234-never-shown'
const HEARTBEAT = 'https://hc-ping.test/5a2c-never-shown'
const settings = {
  CHANNELS: {
    primary: { type: 'slack', channel: 'C0123456789', token_secret: 'SLACK_BOT_TOKEN' },
    broken: { type: 'discord', url_secret: 'NOT_SET' },
    odd: { type: 'pigeon' },
  },
  SLACK_BOT_TOKEN: SLACK,
  PLUMBLINE_URL: 'https://plumbline.test',
  PLUMBLINE_LINK_SECRET: 'a-secret-that-signs-links-0123456789',
  HEARTBEAT_URL: HEARTBEAT,
}
const on = bindings([], settings)

interface Asked {
  url: string
  body: string
}
const asked: Asked[] = []
/** What Slack answers next; empty: it takes all. */
const answers: (() => Response)[] = []
const clock = { now: Date.UTC(2026, 10, 23, 8) }

beforeAll(migrate)
beforeEach(async () => {
  await env.DB.exec('delete from outbox')
  await env.DB.exec('delete from dead_runs')
  asked.length = 0
  answers.length = 0
  vi.spyOn(console, 'warn').mockReturnValue()
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    asked.push({ url: String(url), body: String(init?.body) })
    const ts = `1503435956.00000${asked.length}`
    return answers.shift()?.() ?? Response.json({ ok: true, channel: 'C0123456789', ts })
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

const told = (number: number, reason: 'opened' | 'escalated' | 'resolved' = 'opened'): Notification => ({
  key: `shop-1:${number}`,
  at: clock.now,
  target: 'shop',
  about: {
    kind: 'incident',
    incident: 'shop-1',
    reason,
    level: 1,
    stage: reason === 'resolved' ? 'resolved' : 'open',
    severity: 'high',
    title: 'Index links_idx is missing',
    since: clock.now,
    acknowledgedBy: null,
    findings: [],
  },
})

const queue = (...notifications: Notification[]) => queueTo('primary', ...notifications)
const queueTo = (channel: string, ...notifications: Notification[]) =>
  env.DB.batch(
    queueStatements(
      env.DB,
      notifications.map((notification) => ({ notification, channels: [channel] })),
      clock.now,
    ),
  )
const deliver = (now = clock.now, on_ = on) => deliverDue({ env: on_, now: () => now, random: () => 1 })
const methods = () => asked.map(({ url }) => url.split('/').at(-1))
const keys = () => asked.flatMap(({ body }) => /"key":"([^"]*)"/.exec(body)?.[1] ?? [])
const get = (path: string) => ask(on, path, { headers: { Authorization: `Bearer ${TOKEN}` } })

const refused = () => Response.json({ ok: false, error: 'channel_not_found' })
const beats = () =>
  asked.filter(({ url }) => url.startsWith(HEARTBEAT)).map(({ url, body }) => [url.slice(HEARTBEAT.length), body])
const consume = async (targets: string[], target: string, at: number) => {
  const messages = [{ id: target, timestamp: new Date(), attempts: 1, body: request(target, at) }]
  await worker.queue(createMessageBatch('plumbline-runs', messages), bindings(targets, settings))
}
const fire = (cron: string) =>
  worker.scheduled({ cron, scheduledTime: clock.now, noRetry: () => {}, type: 'scheduled' } as never, on)

describe('the outbox', () => {
  test('what is told of one incident goes in its order, with its first message', async () => {
    await queue(told(1), told(2, 'escalated'), told(3, 'resolved'))
    expect(await deliver()).toEqual({ sent: 3, failed: 0 })
    expect(methods()).toEqual([
      'chat.postMessage',
      'chat.update',
      'chat.postMessage',
      'chat.update',
      'chat.postMessage',
    ])
    expect(asked.slice(1).map(({ body }) => JSON.parse(body))).toMatchObject([
      { ts: '1503435956.000001' },
      { thread_ts: '1503435956.000001', reply_broadcast: true },
      { ts: '1503435956.000001' },
      { thread_ts: '1503435956.000001', reply_broadcast: false },
    ])
    expect(asked[0]?.body).toContain('https://plumbline.test/incidents/shop-1/acknowledge?until=')
    expect(await deliver()).toEqual({ sent: 0, failed: 0 })
  })

  test('what is limited waits as long as it was told to, and goes once', async () => {
    await queue(told(1))
    answers.push(() =>
      Response.json({ ok: false, error: 'ratelimited' }, { status: 429, headers: { 'Retry-After': '90' } }),
    )
    expect(await deliver()).toEqual({ sent: 0, failed: 1 })
    expect(await deliver(clock.now + 89_000)).toEqual({ sent: 0, failed: 0 })
    expect(await deliver(clock.now + 90_000)).toEqual({ sent: 1, failed: 0 })
    expect(keys()).toEqual(['shop-1:1', 'shop-1:1'])
  })

  test('a crash after sending sends it once more, with the same key', async () => {
    await queue(told(1))
    const prepare = env.DB.prepare.bind(env.DB)
    const DB = new Proxy(env.DB, {
      get: (db, name) =>
        name === 'prepare'
          ? (sql: string) => {
              if (sql.includes('set sent_at')) throw new Error('cut off')
              return prepare(sql)
            }
          : Reflect.get(db, name),
    })
    await expect(deliver(clock.now, { ...on, DB })).rejects.toThrow('cut off')
    expect(await deliver(clock.now + OUTBOX_LEASE - 1)).toEqual({ sent: 0, failed: 0 })
    expect(await deliver(clock.now + OUTBOX_LEASE)).toEqual({ sent: 1, failed: 0 })
    expect(keys()).toEqual(['shop-1:1', 'shop-1:1'])
  })

  test('who does not answer is tried again, with ever longer pauses, and given up in the end', async () => {
    await queue(told(1))
    let now = clock.now
    let tries = 0
    for (; tries < 20 && (await listOutbox(env.DB, 'waiting', 1)).length > 0; tries += 1) {
      answers.push(() => {
        throw new TypeError(`network of ${SLACK} lost`)
      })
      await deliver(now)
      now = (await listOutbox(env.DB, 'all', 1))[0]?.nextAt ?? 0
    }
    expect(tries).toBe(12)
    const [dead] = await listOutbox(env.DB, 'dead', 1)
    expect(dead?.lastError).toContain('slack.com did not answer')
    expect(dead?.lastError).not.toContain(SLACK)
  })

  test.each([
    ['broken', 'CHANNELS.broken.url_secret names NOT_SET, which is not set → npx wrangler secret put NOT_SET'],
    ['odd', 'CHANNELS.odd: type: must be one of slack,'],
    ['nobody', 'there is no channel nobody; there are: primary, broken, odd → add [vars.CHANNELS.nobody]'],
  ])('what goes to %s waits until the setting is mended', async (channel, why) => {
    await queueTo(channel, told(1))
    expect(await deliver()).toEqual({ sent: 0, failed: 1 })
    const [row] = await listOutbox(env.DB, 'waiting', 1)
    expect(row?.lastError).toContain(why)
    expect(asked).toEqual([])
  })
})

describe('dead letters', () => {
  test('are shown with why and what mends it, and go once it is mended', async () => {
    await queue(told(1))
    answers.push(refused)
    await deliver()
    const text = await (await get('/outbox?format=text')).text()
    expect(text).toContain('Slack answered channel_not_found → see that `channel` is its id')
    expect(text).toContain('opened: high: Index links_idx is missing')
    const { messages } = await (await get('/outbox')).json<{ messages: { id: number; state: string }[] }>()
    expect(messages).toMatchObject([{ state: 'dead', channel: 'primary', key: 'shop-1:1', tries: 1 }])
    const id = messages[0]?.id ?? 0
    const page = await (await get('/outbox?format=html')).text()
    expect(page).toContain(`/outbox/${id}/retry`)
    const again = await post(on, `/outbox/${id}/retry`)
    expect([again.status, await again.json()]).toMatchObject([200, { state: 'sent', lastError: null }])
    expect((await post(on, `/outbox/${id}/retry`)).status).toBe(409)
    expect(await (await get('/outbox?format=text')).text()).toBe('Nothing waits, nothing was given up.\n')
    expect(await (await get('/outbox?format=text&state=sent')).text()).toContain('sent      ')
  })

  test.each([
    ['GET', '/outbox', {}, 401, 'missing-token'],
    ['GET', '/outbox?state=lost', { Authorization: `Bearer ${TOKEN}` }, 400, 'wrong-parameter'],
    ['POST', '/outbox/99999/retry', { Authorization: `Bearer ${TOKEN}` }, 404, 'unknown-message'],
    ['POST', '/outbox/x/retry', { Authorization: `Bearer ${TOKEN}` }, 400, 'wrong-parameter'],
    ['POST', '/outbox/1/retry', {}, 401, 'missing-token'],
    ['GET', '/outbox/1', { Authorization: `Bearer ${TOKEN}` }, 404, 'unknown-path'],
  ])('%s %s %o is %d %s', async (method, path, headers, status, type) => {
    const response = await ask(on, path, { method, headers })
    expect([response.status, await response.json()]).toMatchObject([status, { type: `/problems/${type}` }])
  })

  test('a Worker without a write token shows them to nobody', async () => {
    const response = await ask({ ...on, PLUMBLINE_TOKEN: '' }, '/outbox')
    expect(response.status).toBe(503)
  })

  test('runs that broke at every try are noted once, shown, and told to the dead man’s switch', async () => {
    const message = { id: 'm1', timestamp: new Date(), attempts: 6, body: request('shop', clock.now) }
    for (let i = 0; i < 2; i += 1) {
      vi.spyOn(console, 'error').mockReturnValue()
      const batch = createMessageBatch<unknown>(DEAD_QUEUE, [message, { ...message, id: 'm2', body: 'nonsense' }])
      await worker.queue(batch, on)
      expect(await getQueueResult(batch, createExecutionContext())).toMatchObject({ ackAll: true })
    }
    const { deadRuns } = await (await get('/outbox')).json<{ deadRuns: { id: string }[] }>()
    expect(deadRuns.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toMatchObject([
      { id: 'm1', target: 'shop', message: message.body },
      { id: 'm2', target: '', message: 'nonsense' },
    ])
    expect(await (await get('/outbox?format=text')).text()).toContain('a run of shop broke at every try')
    expect(asked[0]).toEqual({ url: `${HEARTBEAT}/fail`, body: 'runs broke at every try (2): GET /outbox' })
  })
})

describe('channels', () => {
  test('are listed, with what is wrong with them', async () => {
    await queue(told(1))
    await queueTo('gone', told(2))
    answers.push(() => Response.json({ ok: false, error: 'invalid_auth' }))
    await deliver()
    const { channels } = await (await get('/channels')).json<{ channels: unknown[] }>()
    expect(channels).toMatchObject([
      { name: 'primary', type: 'slack', fault: null, dead: 1, waiting: 0, sentAt: null },
      { name: 'broken', type: null, fault: { mend: 'npx wrangler secret put NOT_SET' } },
      { name: 'odd', type: null },
      { name: 'gone', fault: { reason: 'it is no longer configured' }, waiting: 1 },
    ])
    const text = await (await get('/channels?format=text')).text()
    expect(text).toContain('dead      primary · slack · nothing sent yet')
    expect(text).not.toContain(SLACK)
    await env.DB.exec('delete from outbox')
    expect(await (await ask(bindings([]), '/channels?format=text')).text()).toContain('nobody is told of anything')
  })

  test('a table that is none is a problem', async () => {
    const response = await ask(bindings([], { CHANNELS: 'nonsense' }), '/channels')
    expect([response.status, await response.json()]).toMatchObject([500, { type: '/problems/wrong-settings' }])
  })

  test('a test message goes past the outbox, and the answer is the channel’s', async () => {
    const response = await post(on, '/channels/primary/test')
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { channel: 'primary', type: 'slack', sent: true, reply: 'C0123456789:1503435956.000001' },
    ])
    expect(asked[0]?.body).toContain('this channel works')
    expect(await listOutbox(env.DB, 'all', 1)).toEqual([])
  })

  test.each([
    ['primary', () => Response.json({ ok: false, error: 'not_in_channel' }), 502, 'channel-refused', '/invite @bot'],
    ['primary', () => new Response(`no ${SLACK}`, { status: 500 }), 502, 'channel-refused', 'try again'],
    ['broken', null, 503, 'channel-not-configured', 'wrangler secret put NOT_SET'],
    ['odd', null, 503, 'channel-not-configured', 'mend it in wrangler.toml'],
    ['nobody', null, 404, 'unknown-channel', 'ask for one of those'],
  ] as const)('a test of %s that fails says why (%#)', async (name, answer, status, type, mend) => {
    if (answer !== null) answers.push(answer)
    const response = await post(on, `/channels/${name}/test`)
    const text = await response.text()
    expect([response.status, JSON.parse(text)]).toMatchObject([
      status,
      { type: `/problems/${type}`, mend: expect.stringContaining(mend) },
    ])
    expect(text).not.toContain(SLACK)
  })

  test('nobody without the write token tests a channel', async () => {
    expect((await ask(on, '/channels/primary/test', { method: 'POST' })).status).toBe(401)
    expect(asked).toEqual([])
  })
})

describe('the dead man’s switch', () => {
  test('hears of a tick once every target was looked at, also where one is down', async () => {
    const targets = [freshTarget(), freshTarget()]
    const [first = '', second = ''] = targets
    await consume(targets, first, 1000)
    expect(beats()).toEqual([])
    await consume(targets, second, 1000)
    expect(beats()).toEqual([['', '']])
  })

  test('hears that nobody could be told', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: clock.now })
    await queue(told(1))
    answers.push(() => Response.json({ ok: false, error: 'invalid_auth' }))
    await deliver()
    const target = freshTarget()
    await runWith(target, 2000, looked([finding('x')]))
    await consume([target], target, 2000)
    vi.useRealTimers()
    expect(beats()).toEqual([['/fail', 'messages could not be sent to people (1): GET /outbox']])
  })

  test('hears that a tick has begun, of no other cron', async () => {
    await fire(SCHEDULE.weekly)
    await fire(SCHEDULE.tick)
    expect(beats()).toEqual([['/start', '']])
  })

  test('an address that is none is never asked', async () => {
    const target = freshTarget()
    const body = request(target, 3000)
    const batch = createMessageBatch('plumbline-runs', [{ id: '1', timestamp: new Date(), attempts: 1, body }])
    await worker.queue(batch, bindings([target], { HEARTBEAT_URL: 'not an address' }))
    expect(asked).toEqual([])
  })
})

test('what a run finds is told in Slack; the link in it is followed, and Slack says who has it', async () => {
  const target = freshTarget()
  const mine = bindings([target], { ...settings, CHANNELS: { primary: settings.CHANNELS.primary } })
  const [watched] = settingsOf(mine).targets
  if (!watched) throw new Error('no target')
  const at = Date.now()
  await performRun(
    { env: mine, target: watched, now: () => at, look: async () => looked([finding('links_idx')]) },
    request(target, at),
  )
  await deliverDue({ env: mine, now: () => at })
  expect(methods()).toEqual(['chat.postMessage'])
  expect(asked[0]?.body).toContain('create index links_idx on public.links (user_id);')

  const [link = ''] =
    /https:\/\/plumbline\.test(\/incidents\/[\w-]+\/acknowledge\?[^"\\]+)/.exec(asked[0]?.body ?? '') ?? []
  const path = link.slice('https://plumbline.test'.length)
  const page = await ask(mine, path, { headers: { Accept: 'text/html' } })
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<form')])
  expect(asked).toHaveLength(1)

  const body = new URLSearchParams({ by: 'Ada' }).toString()
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' }
  const done = await ask(mine, path, { method: 'POST', headers, body })
  expect(done.status).toBe(200)
  expect(methods()).toEqual(['chat.postMessage', 'chat.update', 'chat.postMessage'])
  expect(asked[1]?.body).toContain('Acknowledged by: Ada')
})

test('the channels are in the OpenAPI document', async () => {
  const { paths } = z
    .object({ paths: z.record(z.string(), z.unknown()) })
    .parse(await (await ask(on, '/openapi.json')).json())
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/channels', '/channels/{name}/test', '/outbox', '/outbox/{id}/retry']),
  )
})
