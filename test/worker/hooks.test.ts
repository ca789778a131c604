import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Bindings } from '../../functions/env.ts'
import { SenderName, type DeployParams, type PhaseResult } from '../../functions/model/deploy.ts'
import { listDeliveries, listRefusals } from '../../functions/store/deliveries.ts'
import { endPhase, listDeploys } from '../../functions/store/deploys.ts'
import { otherSecret, SECRETS, signed, type Signing } from '../support/hooks.ts'
import { ask, bindings, freshTarget, migrate } from './support.ts'

beforeAll(migrate)

const SHA = '0123456789abcdef0123456789abcdef01234567'
const started: { id: string; params: DeployParams }[] = []
const looks: unknown[] = []
beforeEach(() => {
  started.length = 0
  looks.length = 0
})

/** Workflows and the queue are noted, not run: deploys.test.ts runs them. */
const noted = {
  DEPLOYS: {
    create: async (instance: { id: string; params: DeployParams }) => {
      if (started.some(({ id }) => id === instance.id)) throw new Error('instance already exists')
      started.push(instance)
    },
    get: async (id: string) => {
      if (!started.some((one) => one.id === id)) throw new Error('instance not found')
      return { status: async () => ({ status: 'running' }) }
    },
  } as never,
  RUNS: { send: async (message: unknown) => looks.push(message) } as never,
}

const secrets = Object.fromEntries(
  Object.entries(SECRETS).map(([sender, secret]) => [`HOOK_SECRET_${sender.toUpperCase()}`, secret]),
)
const on = (target: string, settings: Record<string, unknown> = {}): Bindings => ({
  ...bindings([target], { ...secrets, ...settings }),
  ...noted,
})

const names = { next: 0 }
interface Sent extends Partial<Signing> {
  headers?: Record<string, string>
  settings?: Record<string, unknown>
}

/** Sends a true delivery of a sender, unless its headers are others. */
async function send(sender: SenderName, target: string, value: unknown, { headers, settings, ...signing }: Sent = {}) {
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  const id = `msg_${(names.next += 1)}`
  const sent = {
    ...(await signed(sender, body, { at: Date.now(), id, ...signing })),
    'content-type': 'application/json',
    ...headers,
  }
  const response = await ask(on(target, settings), `/hooks/${sender}/${target}`, {
    method: 'POST',
    headers: sent,
    body,
  })
  const text = await response.text()
  return {
    status: response.status,
    replayed: response.headers.get('Idempotent-Replayed'),
    json: JSON.parse(text),
    text,
  }
}

const repository = { full_name: 'acme/shop' }
const deployment = { id: 145988746, sha: SHA, ref: 'main', environment: 'Production' }
const status = (state: string) => ({
  action: 'created',
  deployment,
  repository,
  deployment_status: { state, description: null, environment_url: 'https://shop.example' },
})
const github = (event: string, delivery: string) => ({
  headers: { 'x-github-event': event, 'x-github-delivery': delivery },
})

/** One delivery of each sender that begins the phase `before`. */
const begins: Record<Exclude<SenderName, 'supabase'>, { value: object; sent?: Sent; subject: string }> = {
  github: {
    value: { action: 'created', deployment, repository },
    sent: github('deployment', 'd0'),
    subject: SHA,
  },
  vercel: {
    value: {
      id: 'evt_1',
      type: 'deployment.created',
      createdAt: 1_592_335_604_941,
      payload: {
        target: 'production',
        deployment: {
          id: 'dpl_2p92',
          url: 'shop-gog.vercel.app',
          meta: { githubCommitSha: SHA, githubCommitRef: 'main' },
        },
      },
    },
    subject: SHA,
  },
  netlify: {
    value: { id: '5ebc34bf', state: 'building', branch: 'main', context: 'production', commit_ref: SHA },
    subject: SHA,
  },
  render: {
    value: {
      type: 'deploy_started',
      timestamp: '2026-02-05T16:00:00Z',
      data: { id: 'evj-1', serviceId: 'srv-1', serviceName: 'api' },
    },
    subject: 'render-srv-1',
  },
  standard: { value: { sha: SHA, phase: 'before' }, subject: SHA },
  bearer: {
    value: { sha: SHA, phase: 'before' },
    sent: { headers: { 'idempotency-key': 'build-7' } },
    subject: SHA,
  },
}

describe.each(Object.entries(begins))('%s', (name, { value, sent, subject }) => {
  const sender = SenderName.parse(name)

  test('a delivery is taken once: what is to begin begins, and again it has the same answer', async () => {
    const target = freshTarget()
    const id = 'msg_again'
    const first = await send(sender, target, value, { id, ...sent })
    expect(first).toMatchObject({
      status: 202,
      replayed: null,
      json: { outcome: 'deploy', deploy: `${subject}-1`, begins: 'before' },
    })
    const again = await send(sender, target, value, { id, ...sent })
    expect(again).toMatchObject({ status: 202, replayed: 'true', text: first.text })
    expect(started).toEqual([
      { id: `deploy-${target}-${subject}-1-before`, params: { target, deploy: `${subject}-1`, phase: 'before' } },
    ])
    expect(await listDeploys(env.DB, target, 10)).toMatchObject([
      { id: `${subject}-1`, sender, origin: 'https://plumbline.test' },
    ])
  })

  test('a wrong signature is 401, and nothing is kept but that it came', async () => {
    const target = freshTarget()
    const forged = { id: 'x', ...sent, secret: otherSecret(sender) }
    const answer = await send(sender, target, value, forged)
    expect(answer).toMatchObject({ status: 401, json: { type: '/problems/wrong-signature' } })
    for (const secret of Object.values(SECRETS)) expect(answer.text).not.toContain(secret)
    await send(sender, target, value, forged)
    expect([await listDeliveries(env.DB, target, 9), await listDeploys(env.DB, target, 9), started]).toEqual([
      [],
      [],
      [],
    ])
    expect(await listRefusals(env.DB, target)).toMatchObject([{ sender, refused: 2 }])
  })

  test('while a secret changes, the old one and the new one are valid', async () => {
    const key = `HOOK_SECRET_${sender.toUpperCase()}`
    const next = otherSecret(sender)
    const settings = { [key]: JSON.stringify([next, SECRETS[sender]]) }
    for (const secret of [next, SECRETS[sender]]) {
      expect(await send(sender, freshTarget(), value, { id: 'y', ...sent, secret, settings })).toMatchObject({
        status: 202,
      })
    }
  })

  test('what is signed and not JSON, and what its sender does not document, is 400 and not kept', async () => {
    const target = freshTarget()
    expect(await send(sender, target, '{"a":', { ...sent })).toMatchObject({
      status: 400,
      json: { type: '/problems/malformed-json' },
    })
    const form = { headers: { ...sent?.headers, 'content-type': 'application/x-www-form-urlencoded' } }
    expect(await send(sender, target, 'payload=%7B%7D', form)).toMatchObject({
      status: 415,
      json: { type: '/problems/wrong-media' },
    })
    for (const wrong of [{}, [], null, 1])
      expect(await send(sender, target, wrong, { ...sent })).toMatchObject({
        status: 400,
        json: { type: '/problems/wrong-body' },
      })
    expect(await listDeliveries(env.DB, target, 9)).toEqual([])
  })

  test('without a secret it is 503, with the command that sets it', async () => {
    const key = `HOOK_SECRET_${sender.toUpperCase()}`
    expect(await send(sender, freshTarget(), value, { ...sent, settings: { [key]: undefined } })).toMatchObject({
      status: 503,
      json: { type: '/problems/hook-not-configured', mend: expect.stringContaining(`npx wrangler secret put ${key}`) },
    })
  })
})

describe('what is unknown or too large', () => {
  test.each([
    ['/hooks/gitlab/T', 404, 'unknown-sender'],
    ['/hooks/github/nobody', 404, 'unknown-target'],
  ])('POST %s is %d', async (path, code, problem) => {
    const target = freshTarget()
    const response = await ask(on(target), path.replace('T', target), { method: 'POST', body: '{}' })
    expect([response.status, await response.json()]).toMatchObject([code, { type: `/problems/${problem}` }])
  })

  test('more than 1 MiB is 413, whether its length is said or not', async () => {
    const target = freshTarget()
    const body = `"${'x'.repeat(1024 * 1024)}"`
    expect(await send('github', target, body, github('push', 'p'))).toMatchObject({ status: 413 })
    const stream = new Blob([body]).stream()
    const headers = await signed('github', body, { at: 0 })
    const response = await ask(on(target), `/hooks/github/${target}`, { method: 'POST', headers, body: stream })
    expect(response.status).toBe(413)
  })

  test('a body that is no UTF-8 is not believed', async () => {
    const target = freshTarget()
    const body = new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d, 0xff])
    const response = await ask(on(target), `/hooks/bearer/${target}`, {
      method: 'POST',
      body,
      headers: await signed('bearer', '', { at: 0 }),
    })
    expect(response.status).toBe(401)
  })

  test.each([
    ['github', { zen: 'x', hook_id: 1 }, github('ping', 'g1'), 'ping says nothing of a deploy'],
    [
      'github',
      { action: 'created', deployment: { ...deployment, environment: 'preview' }, repository },
      github('deployment', 'g2'),
      'environment preview is not production (TARGETS.T.deploys.environments)',
    ],
    ['github', status('inactive'), github('deployment_status', 'g3'), 'the deployment is inactive'],
    ['vercel', { id: 'e', type: 'project.created', payload: {} }, {}, 'project.created says nothing of a deploy'],
    ['netlify', { id: 'n', state: 'locked' }, {}, 'a deploy that is locked is none of ours'],
    [
      'render',
      { type: 'server_failed', data: { id: 'evj', serviceId: 'srv-1' } },
      {},
      'server_failed says nothing of a deploy’s begin or end',
    ],
    [
      'supabase',
      { id: 's', type: 'v1.organization.updated', payload: { project_ref: null } },
      {},
      'v1.organization.updated is of the organization',
    ],
  ] as const)('%s: an event of no deploy of ours is acknowledged and kept: %j', async (sender, value, sent, said) => {
    const target = freshTarget()
    const answer = await send(sender, target, value, sent)
    expect(answer).toMatchObject({
      status: 202,
      json: { outcome: 'ignored', deploy: null, said: said.replace('T.', `${target}.`) },
    })
    expect(await listDeliveries(env.DB, target, 9)).toMatchObject([{ sender, outcome: 'ignored' }])
    expect(await listDeploys(env.DB, target, 9)).toEqual([])
  })

  test('what Supabase says of the project is a reason to look', async () => {
    const target = freshTarget()
    const value = { id: '019f', type: 'v1.project.restored', payload: { project_ref: 'abc' } }
    expect(await send('supabase', target, value)).toMatchObject({ status: 202, json: { outcome: 'look' } })
    expect(looks).toMatchObject([{ target, suite: 'asked', trigger: 'hook' }])
  })
})

describe('what is told of one release', () => {
  test('a push, the deployment and its status are one deploy; its end begins the phase after', async () => {
    const target = freshTarget()
    const push = {
      ref: 'refs/heads/main',
      after: SHA,
      deleted: false,
      compare: 'https://github.com/acme/shop/compare/a...b',
      commits: [{ added: ['drizzle/0009_a.sql', 'src/a.ts'], removed: [], modified: ['drizzle/meta/_journal.json'] }],
      repository,
    }
    const told = [
      await send('github', target, push, github('push', 'a1')),
      await send('github', target, { action: 'created', deployment, repository }, github('deployment', 'a2')),
      await send('github', target, status('in_progress'), github('deployment_status', 'a3')),
      await send('github', target, status('success'), github('deployment_status', 'a4')),
    ]
    expect(told.map(({ json }) => json.begins)).toEqual([null, 'before', null, 'after'])
    expect(await listDeploys(env.DB, target, 9)).toMatchObject([
      {
        id: `${SHA}-1`,
        state: 'succeeded',
        url: 'https://shop.example',
        deployment: 145988746,
        repository: 'acme/shop',
        migrationsChanged: ['drizzle/0009_a.sql', 'drizzle/meta/_journal.json'],
      },
    ])
  })

  test('a body that comes again under another name of the delivery is no other delivery: names are not signed', async () => {
    const target = freshTarget()
    await send('github', target, status('success'), github('deployment_status', 'b1'))
    const forged = await send('github', target, status('success'), github('deployment_status', 'b2'))
    expect(forged).toMatchObject({ status: 202, replayed: 'true', json: { delivery: 'b1' } })
    expect(await listDeploys(env.DB, target, 9)).toHaveLength(1)
  })

  test('two senders that tell of one commit are of one deploy; a second release of it is another', async () => {
    const target = freshTarget()
    await send('bearer', target, { sha: SHA, phase: 'before' })
    await send('vercel', target, begins.vercel.value)
    await send('bearer', target, { sha: SHA, phase: 'after' })
    expect((await listDeploys(env.DB, target, 9)).map(({ id }) => id)).toEqual([`${SHA}-1`])
    const second = { sha: SHA, phase: 'before' }
    const headers = { 'idempotency-key': 'second' }
    expect(await send('bearer', target, second, { headers })).toMatchObject({
      json: { deploy: `${SHA}-2`, begins: 'before' },
    })
    expect(started.map(({ id }) => id)).toEqual(
      ['1-before', '1-after', '2-before'].map((end) => `deploy-${target}-${SHA}-${end}`),
    )
  })

  test('a pipeline that is run again, after its verdict, has the target looked at again', async () => {
    const target = freshTarget()
    const told = () => send('bearer', target, { sha: SHA, phase: 'before' })
    expect([(await told()).json.begins, (await told()).json.begins]).toEqual(['before', null])
    const result: PhaseResult = { verdict: 'stop', reasons: [], run: null, steps: [] }
    await endPhase(env.DB, { target, id: `${SHA}-1`, phase: 'before' }, result, Date.now())
    expect(await told()).toMatchObject({ replayed: null, json: { deploy: `${SHA}-2`, begins: 'before' } })
  })

  test('ten deliveries at once make one deploy, and none is lost', async () => {
    const target = freshTarget()
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, i) => send('standard', target, { sha: SHA, phase: i < 5 ? 'before' : 'after' })),
    )
    expect(all.map((one) => one.status)).toEqual(Array.from({ length: 10 }, () => 202))
    expect(await listDeliveries(env.DB, target, 99)).toHaveLength(10)
    const names = started.map(({ id }) => id)
    expect(new Set(names).size).toBe(names.length)
  })

  test('cut off after it was kept, a delivery that comes again starts what it promised', async () => {
    const target = freshTarget()
    const broken = { create: () => Promise.reject(new Error('cut off')), get: () => Promise.reject(new Error('none')) }
    const settings = { DEPLOYS: broken }
    const log = vi.spyOn(console, 'error').mockReturnValue()
    const body = JSON.stringify({ sha: SHA, phase: 'before' })
    const headers = await signed('standard', body, { at: Date.now(), id: 'msg_cut' })
    const cut = await ask({ ...on(target), ...settings } as never, `/hooks/standard/${target}`, {
      method: 'POST',
      headers,
      body,
    })
    log.mockRestore()
    expect(cut.status).toBe(500)
    expect(await send('standard', target, body, { id: 'msg_cut' })).toMatchObject({ status: 202, replayed: 'true' })
    expect(started).toHaveLength(1)
  })
})

test('some hundred forged deliveries through the Worker: none is believed, none breaks it, and nothing is kept', async () => {
  const target = freshTarget()
  for (let i = 0; i < 210; i += 1) {
    const sender = SenderName.options[i % SenderName.options.length] ?? 'github'
    const body = JSON.stringify({ sha: SHA, phase: 'before', i })
    const headers = Object.entries(await signed(sender, body, { at: Date.now() }))
    const [name = '', value = ''] = headers[i % headers.length] ?? []
    const at = (i * 7919) % value.length
    // Printable, so that the header can be sent.
    const flipped = String.fromCharCode(((value.charCodeAt(at) - 33 + 1 + (i % 93)) % 94) + 33)
    const onBody = sender !== 'bearer' && i % 2 === 0
    const forged = onBody ? headers : [...headers, [name, value.slice(0, at) + flipped + value.slice(at + 1)]]
    const response = await ask(on(target), `/hooks/${sender}/${target}`, {
      method: 'POST',
      headers: Object.fromEntries(forged),
      body: onBody ? body.replace(SHA[at % 40] ?? '0', 'x') : body,
    })
    expect([sender, i, response.status]).toEqual([sender, i, 401])
  }
  expect([await listDeliveries(env.DB, target, 9), await listDeploys(env.DB, target, 9), started]).toEqual([[], [], []])
}, 30_000)
