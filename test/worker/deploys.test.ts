import { introspectWorkflowInstance } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { BEFORE } from '../../functions/deploy/before.ts'
import type { Durable } from '../../functions/deploy/durable.ts'
import { keepDeploys } from '../../functions/deploy/keep.ts'
import { performPhase, type PerformContext } from '../../functions/deploy/perform.ts'
import { lookOnce } from '../../functions/deploy/look.ts'
import type { DeployStep } from '../../functions/deploy/step.ts'
import { settingsOf, type Bindings } from '../../functions/env.ts'
import { instanceId, type DeployParams, type Phase, type PhaseResult } from '../../functions/model/deploy.ts'
import type { Look } from '../../functions/model/run.ts'
import { SCHEDULE } from '../../functions/run/schedule.ts'
import { listDeliveries } from '../../functions/store/deliveries.ts'
import { endPhase, findDeploy, listDeploys } from '../../functions/store/deploys.ts'
import { claimRun, LEASE, listRuns } from '../../functions/store/runs.ts'
import { SECRETS, signed } from '../support/hooks.ts'
import { freshDatabase } from './database.ts'
import {
  ask,
  bindings,
  blueprint,
  finding,
  freshTarget,
  looked,
  migrate,
  post,
  targetNamed,
  unknown,
} from './support.ts'

beforeAll(migrate)

const SHA = 'fedcba9876543210fedcba9876543210fedcba98'
const restarted: string[] = []
const states = new Map<string, string>()
const created: { id: string; params: DeployParams }[] = []
const noted = {
  create: async (instance: { id: string; params: DeployParams }) => {
    if (created.some(({ id }) => id === instance.id)) throw new Error('instance already exists')
    created.push(instance)
  },
  get: async (id: string) => ({
    status: async () => ({ status: states.get(id) ?? 'running' }),
    restart: async () => restarted.push(id),
  }),
} as never

beforeEach(() => {
  created.length = 0
  restarted.length = 0
})
afterEach(() => {
  vi.restoreAllMocks()
})

const secrets = { HOOK_SECRET_STANDARD: SECRETS.standard }
const on = (target: string, settings: Record<string, unknown> = {}) => ({
  ...bindings([target], { ...secrets, ...settings }),
  DEPLOYS: noted,
})
const names = { next: 0 }

/** Tells the Worker of a deploy, as any system may. */
async function tell(target: string, event: object, bound: Bindings = on(target)) {
  const body = JSON.stringify({ sha: SHA, ...event })
  const id = `evt_${(names.next += 1)}`
  const headers = await signed('standard', body, { at: Date.now(), id })
  const response = await ask(bound, `/hooks/standard/${target}`, { method: 'POST', headers, body })
  expect(response.status).toBe(202)
  return `${SHA}-1`
}

/** Cloudflare's Workflows as a table: a result is kept under its name. `done` hears of each piece before it is kept. */
function durable(
  kept = new Map<string, string>(),
  done: (name: string) => void | Promise<never> = () => {},
  before: () => void | Promise<never> = () => {},
): Durable {
  return {
    async once(name, shape, work) {
      await before()
      const known = kept.get(name)
      if (known !== undefined) return shape.parse(JSON.parse(known))
      const json = JSON.stringify(await work())
      await done(name)
      kept.set(name, json)
      return shape.parse(JSON.parse(json))
    },
    async sleep(name) {
      kept.set(name, 'slept')
    },
  }
}

const context = (target: string, seen: Look, more: Partial<PerformContext> = {}): PerformContext => ({
  env: on(target),
  target: targetNamed(target),
  durable: durable(),
  now: Date.now,
  // What is done before a look has tests of its own.
  before: [],
  look: async () => seen,
  ...more,
})

const perform = (target: string, phase: Phase, seen: Look, more: Partial<PerformContext> = {}) =>
  performPhase(context(target, seen, more), { target, deploy: `${SHA}-1`, phase })

const gate = async (target: string, query = '', headers: Record<string, string> = { 'User-Agent': 'curl/8' }) => {
  const response = await ask(on(target), `/${target}/gate?${query}`, { headers })
  return { status: response.status, text: await response.text() }
}

const step = (name: string, more: Partial<DeployStep>): DeployStep => ({
  name,
  leftOut: () => null,
  run: async () => ({ verdict: 'go', said: 'there is one', reasons: [] }),
  ...more,
})

describe('the verdict before a deploy', () => {
  test.each([
    ['go', looked([]), 200, /^GO +target/],
    ['go', looked([finding('a', 'medium')]), 200, /^GO/],
    ['stop', looked([finding('a', 'high')]), 409, /high: Index a is missing/],
    ['unknown', looked([], [unknown('journal')]), 409, /unknown: subject could not be looked at: it could not be read/],
  ] as const)('%s of what was seen, and the gate says so', async (verdict, seen, status, text) => {
    const target = freshTarget()
    await tell(target, { phase: 'before' })
    expect(await perform(target, 'before', seen)).toMatchObject({ verdict })
    const answer = await gate(target, `sha=${SHA}`)
    expect(answer.status).toBe(status)
    expect(answer.text).toMatch(text)
    expect(await gate(target, `sha=${SHA}&format=json`)).toMatchObject({ status })
  })

  test('a deploy without a commit is found by the name that its sender has for it', async () => {
    const target = freshTarget()
    await tell(target, { phase: 'before', sha: undefined, release: 'render-srv-1' })
    expect(await gate(target, 'release=render-srv-1')).toMatchObject({ status: 504 })
    expect(await gate(target, 'release=render-srv-2')).toMatchObject({
      status: 404,
      text: expect.stringContaining('with render-srv-2'),
    })
  })

  test('what is not there is left out, and the record says so', async () => {
    const target = freshTarget()
    await tell(target, { phase: 'before', repository: 'acme/shop' })
    const { steps } = await perform(target, 'before', looked([]), { before: BEFORE })
    expect(steps.map(({ step, outcome }) => [step, outcome])).toEqual([
      ...BEFORE.map(({ name }) => [name, 'left-out']),
      ['look', 'done'],
      ['commit status', 'left-out'],
    ])
    expect(steps.at(-1)?.said).toContain('GITHUB_TOKEN is not set')
  })

  test('steps that others give are done in order; what breaks is unknown, never go', async () => {
    const target = freshTarget()
    await tell(target, { phase: 'before' })
    const before = [
      step('backup', {}),
      step('preflight', { run: () => Promise.reject(new Error('no blueprint')) }),
      step('other', { leftOut: () => 'not configured' }),
    ]
    const result = await perform(target, 'before', looked([]), { before })
    expect(result).toMatchObject({ verdict: 'unknown', reasons: [{ what: 'step', step: 'preflight' }] })
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['done', 'failed', 'left-out', 'done', 'left-out'])
  })

  test('a target whose settings do not hold is unknown', async () => {
    const target = freshTarget()
    const broken = { ...on(target), SOME_URL: 'no url' }
    await tell(target, { phase: 'before' })
    const faulty = { ...targetNamed(target), fault: { reason: 'no url', mend: 'put one' } }
    const result = await perform(target, 'before', looked([]), { env: broken, target: faulty })
    expect(result).toMatchObject({ verdict: 'unknown', reasons: [{ what: 'unknown', reason: 'no url' }] })
  })
})

const T = 1_800_000_000_000

/** With GitHub to tell, and a clock that stands. */
const of = (target: string) => ({ env: { ...on(target), GITHUB_TOKEN: 'ghp_x' }, now: () => T })

/** As Cloudflare's Workflows try again, with pauses that outlast the lease of a run. */
const trying = (pieces: Durable, pause: () => void): Durable => ({
  ...pieces,
  async once(name, shape, work) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await pieces.once(name, shape, work)
      } catch (error) {
        if (tries === 5) throw error
        pause()
      }
    }
  },
})

/** All that a phase leaves behind, without times. */
const left = async (target: string, phase: Phase) => {
  const deploy = await findDeploy(env.DB, target, `${SHA}-1`)
  const result: unknown = JSON.parse(JSON.stringify(deploy?.[phase]?.result).replaceAll(target, 'TARGET'))
  return { result, runs: (await listRuns(env.DB, target, 9)).map(({ id }) => id) }
}

describe('cut off anywhere', () => {
  test.each(['before', 'after'] as const)(
    '%s: every piece once, and the verdict is the same',
    async (phase) => {
      vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('{}', { status: 201 }))
      const first = freshTarget()
      const pieces: string[] = []
      await tell(first, { phase, repository: 'acme/shop' })
      await perform(first, phase, looked([finding('a')]), {
        ...of(first),
        durable: durable(new Map(), (name) => void pieces.push(name)),
      })
      const whole = await left(first, phase)
      expect(whole).toMatchObject({ result: { verdict: 'stop' }, runs: [`deploy-${T}`] })
      expect(pieces.length).toBeGreaterThan(4)

      for (const piece of pieces) {
        const target = freshTarget()
        await tell(target, { phase, repository: 'acme/shop' })
        const kept = new Map<string, string>()
        // It dies with all that is under way: what that was done is not kept, and nobody can catch it.
        const dead = Promise.withResolvers<never>()
        let gone = false
        const stays = () => (gone ? new Promise<never>(() => {}) : undefined)
        const dies = durable(
          kept,
          (name) => {
            if (name === piece) gone = true
            if (gone) dead.reject(new Error(`cut off in ${piece}`))
            return stays()
          },
          stays,
        )
        const run = perform(target, phase, looked([finding('a')]), { ...of(target), durable: dies })
        await expect(Promise.race([run, dead.promise])).rejects.toThrow(`cut off in ${piece}`)
        let clock = T
        const again = trying(durable(kept), () => (clock += LEASE))
        await perform(target, phase, looked([finding('a')]), { ...of(target), durable: again, now: () => clock })
        expect([piece, await left(target, phase)]).toEqual([piece, whole])
      }
    },
    30_000,
  )
})

test('a look that was cut off is taken up when its lease is over, and is one run', async () => {
  const target = freshTarget()
  await tell(target, { phase: 'before' })
  const deploy = await findDeploy(env.DB, target, `${SHA}-1`)
  if (!deploy?.before) throw new Error('no deploy')
  const at = deploy.before.askedAt
  const begun = { ...deploy, before: { ...deploy.before, begunAt: at } }
  await claimRun(env.DB, { target, suite: 'deploy', scheduledAt: at, trigger: 'hook' }, at)
  const look = (now: number) =>
    lookOnce({ env: on(target), target: targetNamed(target), deploy: begun, now: () => now }, 'before', async () =>
      looked([]),
    )
  await expect(look(at + 1)).rejects.toThrow(`deploy-${at} is under way until`)
  expect(await look(at + LEASE)).toMatchObject({ verdict: 'go', run: `deploy-${at}` })
  expect(await look(at + LEASE + 1)).toMatchObject({ verdict: 'go', run: `deploy-${at}` })
  expect(await listRuns(env.DB, target, 9)).toHaveLength(1)
})

const migration = (tag: string, when: number) => ({
  tag,
  file: `${tag}.sql`,
  when,
  hash: `hash of ${tag}`,
  spellings: {},
  statements: 1,
  adds: 0,
  changes: 0,
  removes: 0,
})

describe('the phase after', () => {
  test('waits until the migrations of the release are applied; what the journal rests without stops it', async () => {
    const target = freshTarget()
    const database = await freshDatabase()
    try {
      const url = { SOME_URL: database.url }
      const own = on(target, url)
      const published = await blueprint(SHA, { migrations: [migration('0000_a', 1000), migration('0001_b', 2000)] })
      expect((await post(own, `/${target}/blueprints`, JSON.stringify(published))).status).toBe(201)
      const apply = (tag: string, when: number) =>
        database.run(`insert into drizzle.__drizzle_migrations (hash, created_at) values ('hash of ${tag}', ${when})`)
      await database.run(
        'create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
      )
      await apply('0000_a', 1000)
      const [configured] = settingsOf(own).targets
      if (!configured) throw new Error('no target')
      const more = { env: own, target: configured }

      await tell(target, { phase: 'after' }, own)
      const still = await perform(target, 'after', looked([]), more)
      expect(still).toMatchObject({ verdict: 'stop', reasons: [{ what: 'step', step: 'settle' }] })
      expect(still.steps[0]?.said).toBe(`the journal rests at 1 of 2 migrations of the blueprint ${SHA}`)

      // The second release of the commit: its migration ends while it is waited for.
      await tell(target, { phase: 'before' }, own)
      await tell(target, { phase: 'after' }, own)
      const kept = new Map<string, string>()
      const waits: Durable = { ...durable(kept), sleep: () => apply('0001_b', 2000) }
      const params = { target, deploy: `${SHA}-2`, phase: 'after' } as const
      const reached = await performPhase(context(target, looked([]), { ...more, durable: waits }), params)
      expect(reached).toMatchObject({
        verdict: 'go',
        steps: [{ said: `all 2 migrations of the blueprint ${SHA} are applied` }, {}, {}],
      })
    } finally {
      await database.drop()
    }
  }, 30_000)

  test('a journal that cannot be read is unknown, with the reason, and waits are bounded', async () => {
    const target = freshTarget()
    await tell(target, { phase: 'after' })
    const kept = new Map<string, string>()
    const result = await perform(target, 'after', looked([]), { durable: durable(kept) })
    expect(result).toMatchObject({ verdict: 'unknown', reasons: [{ what: 'unknown', subject: 'the journal' }] })
    expect([...kept.keys()].filter((name) => name.startsWith('settle: journal'))).toHaveLength(3)
  })
})

/** GitHub answers with these statuses in turn, then with 201. */
const answers = (...statuses: number[]) => {
  const sent: { url: string; body: unknown; headers: Headers }[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    sent.push({ url: String(url), body: JSON.parse(String(init?.body)), headers: new Headers(init?.headers) })
    return new Response('{}', { status: statuses[sent.length - 1] ?? 201 })
  })
  return sent
}

describe('GitHub is told', () => {
  const event = { repository: 'acme/shop', deployment: 42 }

  test('a commit status that is pending, then what came of it; after a deploy its deployment’s status, too', async () => {
    const target = freshTarget()
    await tell(target, { ...event, phase: 'after' })
    const sent = answers()
    const { steps } = await perform(target, 'after', looked([]), { env: { ...on(target), GITHUB_TOKEN: 'ghp_x' } })
    const url = `https://plumbline.test/${target}/deploys/${SHA}-1`
    const context = `plumbline/${target}/after`
    const unseen = 'Plumbline: unknown: the journal'
    expect(sent.map(({ url: to, body }) => [new URL(to).pathname, body])).toEqual([
      [
        `/repos/acme/shop/statuses/${SHA}`,
        { state: 'pending', description: 'Plumbline: looking after the deploy', context, target_url: url },
      ],
      [`/repos/acme/shop/statuses/${SHA}`, { state: 'error', description: unseen, context, target_url: url }],
      [
        '/repos/acme/shop/deployments/42/statuses',
        { state: 'error', description: unseen, log_url: url, auto_inactive: false },
      ],
    ])
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer ghp_x')
    expect(steps.slice(-2)).toMatchObject([
      { step: 'commit status', outcome: 'done' },
      { step: 'deployment status', outcome: 'done' },
    ])
  })

  test.each([
    [401, /GitHub answered 401/],
    [404, /GitHub answered 404/],
    [500, /GitHub answered 500/],
  ])('an answer %d changes no verdict, and stands in the record', async (status, said) => {
    const target = freshTarget()
    await tell(target, { ...event, phase: 'before' })
    answers(status, status)
    const result = await perform(target, 'before', looked([]), { env: { ...on(target), GITHUB_TOKEN: 'ghp_x' } })
    expect(result).toMatchObject({ verdict: 'go' })
    expect(result.steps.at(-1)).toMatchObject({ outcome: 'failed', said: expect.stringMatching(said) })
    expect(JSON.stringify(result)).not.toContain('ghp_x')
  })

  test('its own statuses do not begin another deploy', async () => {
    const { github } = await import('../../functions/hooks/senders/github.ts')
    const value = {
      action: 'created',
      deployment: { id: 1, sha: SHA, ref: 'main', environment: 'production' },
      deployment_status: { state: 'failure', description: 'Plumbline: high: a' },
      repository: { full_name: 'acme/shop' },
    }
    const headers = new Headers({ 'x-github-event': 'deployment_status' })
    expect(github.read({ body: '', headers }, value)).toMatchObject({
      what: { kind: 'ignored', reason: 'this status is our own' },
    })
  })
})

describe('the gate', () => {
  test('of a deploy that nobody told of is 404, after the time that it may wait', async () => {
    const target = freshTarget()
    expect(await gate(target, `sha=${SHA}`)).toMatchObject({ status: 404 })
    expect(await gate(target, 'phase=before')).toMatchObject({ status: 404 })
  })

  test.each(['sha=XYZ', 'wait=121', 'wait=-1', 'wait=x', 'phase=none', 'format=html'])('?%s is 400', async (query) => {
    expect(await gate(freshTarget(), query)).toMatchObject({ status: 400 })
  })

  test('while a phase runs it is 504; when the verdict comes within the wait, it is told', async () => {
    const target = freshTarget()
    await tell(target, { phase: 'before' })
    expect(await gate(target, `sha=${SHA}`)).toMatchObject({
      status: 504,
      text: expect.stringMatching(/^RUNNING.*\n.*still running/),
    })
    const waiting = gate(target, `sha=${SHA.slice(0, 12)}&wait=20`)
    const result: PhaseResult = { verdict: 'go', reasons: [], run: null, steps: [] }
    await endPhase(env.DB, { target, id: `${SHA}-1`, phase: 'before' }, result, Date.now())
    expect(await waiting).toMatchObject({ status: 200, text: expect.stringMatching(/^GO/) })
  })

  test('a push alone is no deploy yet; the phase that is asked for is the one that is told', async () => {
    const target = freshTarget()
    await tell(target, { phase: 'none', ref: 'main', migrationsChanged: ['drizzle/1.sql'] })
    expect(await gate(target, `sha=${SHA}`)).toMatchObject({ status: 404 })
    await tell(target, { phase: 'before' })
    await perform(target, 'before', looked([]))
    await tell(target, { phase: 'after' })
    expect(await gate(target, `sha=${SHA}`)).toMatchObject({ status: 504 })
    expect(await gate(target, `sha=${SHA}&phase=before`)).toMatchObject({ status: 200 })
  })

  test('needs a read token where reading does', async () => {
    const target = freshTarget()
    const response = await ask(on(target, { PLUMBLINE_READ_TOKEN: 'read' }), `/${target}/gate`)
    expect(response.status).toBe(401)
  })
})

describe('pages', () => {
  test('the deploys of a target and one deploy, as text, JSON and HTML', async () => {
    const target = freshTarget()
    await tell(target, {
      phase: 'before',
      environment: 'Production',
      url: 'https://shop.example',
      migrationsChanged: ['drizzle/0009_<b>.sql'],
    })
    await ask(on(target), `/hooks/standard/${target}`, { method: 'POST', body: '{}' })
    await perform(target, 'before', looked([finding('a')]), { before: BEFORE })
    const see = async (path: string, format: string) => {
      const response = await ask(on(target), `/${target}/deploys${path}?format=${format}`)
      expect(response.status).toBe(200)
      return response.text()
    }
    for (const path of ['', `/${SHA}-1`]) {
      const [text, json, html] = [await see(path, 'text'), await see(path, 'json'), await see(path, 'html')]
      expect(text).toMatch(/^(VERDICT|STOP)/)
      expect(JSON.parse(json)).toMatchObject(
        path === '' ? { deploys: [{ phase: 'before' }], refusals: [{ refused: 1 }] } : { before: { verdict: 'stop' } },
      )
      expect(html).toMatch(/^<!doctype html>/)
      expect(html).not.toContain('<b>')
    }
    const lines = (await see(`/${SHA}-1`, 'text')).replaceAll(target, 'TARGET').replace(/STOP, .* UTC/, 'STOP, then')
    expect(lines).toContain(`
before    STOP, then
          high: Index a is missing; 0003_links made it
            curl https://plumbline.test/TARGET/findings/drift:index:public.a
done      order (left-out): no target comes before this one
          backup (left-out): no way to its backups is configured: add
          [vars.TARGETS.TARGET.backup] to wrangler.toml
`)
  })

  test('a deploy that there is not is 404', async () => {
    const target = freshTarget()
    expect((await ask(on(target), `/${target}/deploys/none`)).status).toBe(404)
  })
})

describe('the clock', () => {
  test('a phase without a verdict is started by the next tick, or anew where it broke; what runs is left alone', async () => {
    const target = freshTarget()
    await tell(target, { phase: 'before' })
    created.length = 0
    const id = instanceId({ target, deploy: `${SHA}-1`, phase: 'before' })
    const tick = async () => {
      await keepDeploys({ cron: SCHEDULE.tick, scheduledTime: Date.now() + 120_000 }, on(target))
      return [created.filter((one) => one.id === id).length, restarted.filter((one) => one === id).length]
    }
    expect(await tick()).toEqual([1, 0])
    expect(await tick()).toEqual([1, 0])
    states.set(id, 'errored')
    expect(await tick()).toEqual([1, 1])
    await perform(target, 'before', looked([]))
    expect(await tick()).toEqual([1, 1])
  })

  test('daily, what is too old is forgotten', async () => {
    const target = freshTarget()
    await tell(target, { phase: 'before' })
    const after = async (days: number) => {
      await keepDeploys({ cron: SCHEDULE.daily, scheduledTime: Date.now() + days * 86_400_000 }, on(target))
      return [(await listDeliveries(env.DB, target, 9)).length, (await listDeploys(env.DB, target, 9)).length]
    }
    expect([await after(89), await after(91), await after(401)]).toEqual([
      [1, 1],
      [0, 1],
      [0, 0],
    ])
  })
})

test('the real Workflow: from the webhook to the verdict at the gate', async () => {
  const bound = { ...bindings(['demo'], secrets) }
  for (const phase of ['before', 'after'] as const) {
    const id = instanceId({ target: 'demo', deploy: `${SHA}-1`, phase })
    const instance = await introspectWorkflowInstance(env.DEPLOYS, id)
    try {
      await instance.modify((workflow) => workflow.disableSleeps())
      await tell('demo', { phase }, bound)
      await instance.waitForStatus('complete')
      expect(await instance.getOutput()).toMatchObject({ verdict: 'unknown' })
    } finally {
      await instance.dispose()
    }
    const response = await ask(bound, `/demo/gate?sha=${SHA}&wait=5&format=json`)
    expect([response.status, await response.json()]).toMatchObject([
      409,
      { gate: 'unknown', phase, deploy: { id: `${SHA}-1` } },
    ])
  }
}, 30_000)
