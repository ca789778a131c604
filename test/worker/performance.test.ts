import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { followDeploy, noteStart } from '../../functions/deploy/follow.ts'
import type { Durable } from '../../functions/deploy/durable.ts'
import type { PerformanceVerdict } from '../../functions/model/performance-verdict.ts'
import { judgeDeploy, keepPerformance } from '../../functions/run/performance/keep.ts'
import type { Usable } from '../../functions/run/way-in.ts'
import { makeDeploy, type StoredDeploy } from '../../functions/store/deploys.ts'
import {
  keepSnapshot,
  newestSnapshots,
  prunePerformance,
  snapshotAt,
  snapshotTimes,
} from '../../functions/store/performance.ts'
import { keepVerdict, verdictsOf } from '../../functions/store/performance-verdicts.ts'
import { settingsOf } from '../../functions/env.ts'
import { AT, HOUR, index, snapshot, statement } from '../unit/performance/snapshots.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { ask, bindings, freshTarget, looked, migrate, NO_HEALTH, post, runWith, targetNamed } from './support.ts'

let database: TestDatabase
beforeAll(async () => {
  await migrate()
  database = await freshDatabase()
}, 60_000)
afterAll(() => database.drop())

const DEPLOY = 'fedcba9876543210fedcba9876543210fedcba98-1'

async function told(target: string, id = DEPLOY, at = AT, more: Partial<StoredDeploy> = {}): Promise<void> {
  const phase = { askedAt: at, begunAt: at, endedAt: null, result: null }
  const deploy = {
    sha: null,
    ref: null,
    environment: null,
    release: null,
    url: null,
    repository: null,
    deployment: null,
  }
  const stored: StoredDeploy = {
    ...deploy,
    state: 'succeeded',
    migrationsChanged: null,
    target,
    id,
    sender: 'bearer',
    origin: 'https://p.test',
    at,
    before: phase,
    after: phase,
    ...more,
  }
  await makeDeploy(env.DB, stored, id, 1).run()
}

/** A target that cannot be reached. */
function nowhere(name: string): Usable {
  const target = targetNamed(name)
  if (target.fault !== null) throw new Error(target.fault.reason)
  return target
}

function real(name: string): Usable {
  const bound = bindings([], {
    TARGETS: { [name]: { url_secret: 'SOME_URL', thresholds: NO_HEALTH } },
    SOME_URL: database.url,
  })
  const [target] = settingsOf(bound).targets
  if (target === undefined || target.fault !== null) throw new Error('no target')
  return target
}

describe('snapshots', () => {
  test('are kept as they are, once for a moment of a deploy, and forgotten in time', async () => {
    const target = freshTarget()
    const first = snapshot({ hours: 0, statements: [statement({ calls: 7 })], indexes: [index()] })
    await keepSnapshot(env.DB, target, first, null)
    expect(await keepSnapshot(env.DB, target, first, { deploy: DEPLOY, moment: 'start' })).toBe(AT)
    expect(await keepSnapshot(env.DB, target, snapshot({ hours: 1 }), { deploy: DEPLOY, moment: 'start' })).toBe(AT)
    expect(await snapshotTimes(env.DB, target, DEPLOY)).toEqual([
      { at: AT, moment: null },
      { at: AT, moment: 'start' },
    ])
    expect(await snapshotAt(env.DB, target, DEPLOY, AT)).toEqual(first)
    expect(await snapshotAt(env.DB, target, 'other-1', AT + 1)).toBeNull()
    const left = async (hours: number) => {
      await prunePerformance(env.DB, AT + hours * HOUR)
      return (await snapshotTimes(env.DB, target, DEPLOY)).map(({ moment }) => moment)
    }
    expect([await left(49), await left(51), await left(8 * 24 + 1)]).toEqual([[null, 'start'], ['start'], []])
  })

  test('of the hour are taken from the target by itself, once an hour', async () => {
    const target = real(freshTarget())
    const now = Date.now()
    await keepPerformance({ env, target }, now)
    await keepPerformance({ env, target }, now + 60_000)
    const [kept, ...more] = await newestSnapshots(env.DB, target.name, 9)
    expect(more).toEqual([])
    expect(kept).toMatchObject({
      tables: [],
      statements: { reason: 'the extension pg_stat_statements is not installed' },
    })
    const text = await (await ask(bindings([target.name]), `/${target.name}/performance?format=text`)).text()
    expect(text).toContain('create extension pg_stat_statements')
  })

  test('where the target cannot be reached, nothing is kept, and nothing breaks', async () => {
    const target = nowhere(freshTarget())
    await keepPerformance({ env, target }, Date.now())
    expect(await newestSnapshots(env.DB, target.name, 1)).toEqual([])
  })
})

/** Cloudflare's Workflows as a table; the piece of this number is cut off once after it was done. */
function durable(kept: Map<string, string>, cut = -1): Durable {
  let pieces = 0
  return {
    async once(name, shape, work) {
      const known = kept.get(name)
      if (known !== undefined) return shape.parse(JSON.parse(known))
      const json = JSON.stringify(await work())
      if (pieces++ === cut) throw new Error('cut off')
      kept.set(name, json)
      return shape.parse(JSON.parse(json))
    },
    async sleep(name) {
      kept.set(name, '{}')
    },
  }
}

const follow = (target: Usable, kept: Map<string, string>, cut = -1) =>
  followDeploy(
    { env: bindings([target.name]), target, durable: durable(kept, cut), now: () => AT },
    { target: target.name, deploy: DEPLOY, phase: 'after' },
  )

describe('a deploy is followed for a day', () => {
  test('with a snapshot and a verdict at each moment', async () => {
    const target = real(freshTarget())
    await told(target.name)
    const kept = new Map<string, string>()
    const context = { env: bindings([target.name]), target, durable: durable(kept), now: () => AT }
    await noteStart(context, { target: target.name, deploy: DEPLOY, phase: 'before' })
    await follow(target, kept)
    expect((await snapshotTimes(env.DB, target.name, DEPLOY)).map(({ moment }) => moment)).toEqual([
      'start',
      'end',
      'warm',
      '15min',
      '1h',
      '24h',
    ])
    expect(
      (await verdictsOf(env.DB, target.name, DEPLOY)).map(({ judgedAt, verdict }) => [judgedAt, verdict.verdict]),
    ).toEqual([
      ['end', 'unknown'],
      ['15min', 'unknown'],
      ['1h', 'unknown'],
      ['24h', 'unknown'],
    ])
  })

  test('cut off anywhere it goes on, and does nothing twice; what cannot be reached is unknown', async () => {
    const whole = new Map<string, string>()
    const first = nowhere(freshTarget())
    await told(first.name)
    await follow(first, whole)
    const pieces = [...whole.keys()].filter((name) => !name.includes('until'))
    expect(pieces.length).toBeGreaterThan(10)
    // The others are of the same kinds.
    for (const cut of [0, 1, 2, 3, 4]) {
      const target = nowhere(freshTarget())
      await told(target.name)
      const kept = new Map<string, string>()
      await Promise.allSettled([follow(target, kept, cut)])
      await follow(target, kept)
      expect((await verdictsOf(env.DB, target.name, DEPLOY)).map(({ judgedAt }) => judgedAt).toSorted()).toEqual([
        '15min',
        '1h',
        '24h',
        'end',
      ])
    }
  })

  test('and GitHub is told, where it is told of the deploy', async () => {
    const target = nowhere(freshTarget())
    await told(target.name, DEPLOY, AT, { sha: DEPLOY.slice(0, 40), repository: 'acme/shop' })
    const sent: unknown[] = []
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
      sent.push(JSON.parse(String(init?.body)))
      return new Response('{}', { status: 201 })
    })
    const bound = bindings([target.name], { GITHUB_TOKEN: 'x' })
    await followDeploy(
      { env: bound, target, durable: durable(new Map()), now: () => AT },
      { target: target.name, deploy: DEPLOY, phase: 'after' },
    )
    vi.restoreAllMocks()
    const context = `plumbline/${target.name}/performance`
    expect(sent).toMatchObject(['pending', 'pending', 'error'].map((state) => ({ state, context })))
  })

  test('until a newer one comes', async () => {
    const target = nowhere(freshTarget())
    await told(target.name)
    await told(target.name, 'newer-1', AT + 1)
    await follow(target, new Map())
    expect(await verdictsOf(env.DB, target.name, DEPLOY)).toEqual([])
  })
})

/** A target on which an index was dropped with a deploy, judged 15 minutes after it. */
async function slower(target: string): Promise<PerformanceVerdict> {
  const others = Array.from({ length: 10 }, (_, i) => statement({ key: `o${i}`, calls: 1000 }))
  const at = (hours: number, calls: number, indexes = [index({ scans: calls })]) =>
    snapshot({
      hours,
      statements: others.map((one) => statement({ ...one, calls, ms: calls * 10, rows: calls, blocks: calls * 10 })),
      indexes,
    })
  await told(target)
  await keepSnapshot(env.DB, target, at(-1, 1000), null)
  await keepSnapshot(env.DB, target, at(0, 2000), { deploy: DEPLOY, moment: 'start' })
  await keepSnapshot(env.DB, target, at(0.3, 2300, []), { deploy: DEPLOY, moment: 'warm' })
  const now = at(0.4, 2400, [])
  await keepSnapshot(env.DB, target, now, { deploy: DEPLOY, moment: '15min' })
  return judgeDeploy({ env, target: nowhere(target) }, { deploy: DEPLOY, deployed: AT, judgedAt: '15min' }, now)
}

describe('a verdict', () => {
  test('is judged from what is kept, and shown with the deploy, the target and in its report', async () => {
    const target = freshTarget()
    expect(await slower(target)).toMatchObject({
      verdict: 'slower',
      matched: 1,
      judged: 10,
      findings: [{ type: 'performance.index-lost', scans: 1000 }],
    })
    const bound = bindings([target])
    const paths = [`/${target}/performance`, `/${target}/deploys/${DEPLOY}/performance`, `/${target}/deploys/${DEPLOY}`]
    for (const path of paths) {
      const text = await (await ask(bound, `${path}?format=text`)).text()
      expect(text).toContain('SLOWER    after 15 minutes')
      expect(text).toContain('CREATE INDEX CONCURRENTLY links_url_idx ON public.links USING btree (url);')
      const html = await ask(bound, `${path}?format=html`)
      expect([html.status, await html.text()]).toEqual([200, expect.stringContaining('ince the')])
      expect(JSON.stringify(await (await ask(bound, `${path}?format=json`)).json())).toContain('"verdict":"slower"')
    }
  })

  test('is in the target’s report until a later one has nothing slower; one that is unknown takes nothing back', async () => {
    const target = freshTarget()
    let at = AT
    const keys = async () => {
      const done = await runWith(target, (at += HOUR), looked([]))
      return done.state === 'ended' ? done.report.findings.map(({ finding }) => finding.key) : done.state
    }
    expect(await keys()).toEqual([])
    const verdict = await slower(target)
    const later = (judgedAt: '1h' | '24h', word: 'unknown' | 'fast') =>
      keepVerdict(env.DB, target, {
        deploy: DEPLOY,
        judgedAt,
        verdict: { ...verdict, at: verdict.at + (judgedAt === '1h' ? 1 : 2), verdict: word, findings: [] },
      })
    expect(await keys()).toEqual(['performance:index:public.links_url_idx'])
    await later('1h', 'unknown')
    expect(await keys()).toEqual(['performance:index:public.links_url_idx'])
    await later('24h', 'fast')
    expect(await keys()).toEqual([])
  })
})

describe('POST /:target/performance', () => {
  test('keeps the first snapshot, and holds what is counted now against it; of no deploy, and no finding', async () => {
    const target = freshTarget()
    const bound = bindings([], {
      TARGETS: { [target]: { url_secret: 'SOME_URL', thresholds: NO_HEALTH } },
      SOME_URL: database.url,
    })
    const asked = async (format: string) => {
      const response = await post(bound, `/${target}/performance?format=${format}`, '')
      expect([response.status, response.headers.get('Location')]).toEqual([201, `/${target}/performance`])
      return response.text()
    }
    expect(await asked('text')).toMatch(
      /^UNKNOWN {3}asked, .*: nothing could be compared\nunknown .* no snapshot of before/,
    )
    expect(JSON.parse(await asked('json'))).toMatchObject({
      judgedAt: 'asked',
      verdict: 'unknown',
      baselines: [{ kind: 'before' }],
      unknowns: [{ subject: 'statements', reason: 'the extension pg_stat_statements is not installed' }],
    })
    expect(await newestSnapshots(env.DB, target, 9)).toHaveLength(1)
    const shown = await (await ask(bound, `/${target}/performance?format=json`)).json()
    expect(shown).toMatchObject({ asked: { verdict: 'unknown' }, deploy: null, verdicts: [] })
    for (const format of ['text', 'html'])
      expect(await (await ask(bound, `/${target}/performance?format=${format}`)).text()).toContain('sked')
  })

  test.each([
    ['a target that does not answer', 'nowhere', '', 502, 'unreachable-target'],
    ['a target that there is not', 'other', '', 404, 'unknown-target'],
    ['a format that there is not', 'nowhere', '?format=html', 400, 'unknown-format'],
  ])('%s is said, and nothing is kept', async (_, which, query, status, problem) => {
    const target = freshTarget()
    const response = await post(
      bindings([target]),
      `/${which === 'nowhere' ? target : 'no-such'}/performance${query}`,
      '',
    )
    expect([response.status, await response.json()]).toEqual([
      status,
      expect.objectContaining({ type: `/problems/${problem}`, mend: expect.any(String) }),
    ])
    expect(await newestSnapshots(env.DB, target, 9)).toEqual([])
  })

  test('needs a token', async () => {
    const target = freshTarget()
    expect((await post(bindings([target]), `/${target}/performance`, '', 'wrong')).status).toBe(401)
  })
})

describe('GET', () => {
  test.each([
    ['/performance', 200, 'no snapshot of the counters'],
    ['/performance?format=pdf', 400, 'unknown-format'],
    ['/deploys/none/performance', 404, 'unknown-deploy'],
    ['/migrations', 200, 'no migration of'],
  ])('/:target%s: %d', async (path, status, said) => {
    const target = freshTarget()
    const response = await ask(bindings([target]), `/${target}${path}`, { headers: { 'User-Agent': 'curl/8' } })
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(said)])
  })
})

const run = (given: object = {}) => ({
  migration: '0009_subscriptions',
  at: AT,
  ms: 800,
  outcome: 'applied',
  statements: [{ statement: 1, command: 'CREATE TABLE', ms: 12 }],
  ...given,
})

describe('POST /:target/migrations', () => {
  test('notes how long migrations took, once, and shows what is usual', async () => {
    const target = freshTarget()
    const bound = bindings([target])
    const body = JSON.stringify({ migrations: [run(), run({ migration: '0010_more', ms: 200 })] })
    const first = await post(bound, `/${target}/migrations`, body)
    expect([first.status, await first.json()]).toEqual([201, { target, noted: 2 }])
    expect((await post(bound, `/${target}/migrations`, body)).status).toBe(200)
    const series = await (await ask(bound, `/${target}/migrations?format=json`)).json()
    expect(series).toMatchObject({
      migrations: { count: 2, p50: 200, p95: 800, p99: 800 },
      statements: { count: 2, p50: 12 },
    })
    expect(await (await ask(bound, `/${target}/migrations?format=text`)).text()).toContain(
      'CREATE TABLE (statement 1) 12 ms',
    )
  })

  test.each([
    ['no JSON', '{', 400, 'malformed-json'],
    ['none at all', '{"migrations":[]}', 400, 'wrong-body'],
    ['a time that is none', JSON.stringify({ migrations: [run(), run({ ms: -1 })] }), 400, 'migrations.1.ms'],
    [
      'text of a statement',
      JSON.stringify({
        migrations: [run({ statements: [{ statement: 1, command: "ALTER ROLE x PASSWORD 'y'", ms: 1 }] })],
      }),
      400,
      'first words',
    ],
    ['what is to come', JSON.stringify({ migrations: [run({ at: Date.now() + HOUR })] }), 400, 'in the future'],
    [
      'more than is read',
      JSON.stringify({ migrations: [run({ migration: 'x'.repeat(1_100_000) })] }),
      413,
      'too-large',
    ],
  ])('%s is refused, and nothing is noted', async (_, body, status, said) => {
    const target = freshTarget()
    const response = await post(bindings([target]), `/${target}/migrations`, body)
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(said)])
    expect(await (await ask(bindings([target]), `/${target}/migrations?format=json`)).json()).toMatchObject({
      runs: [],
    })
  })

  test('needs a token', async () => {
    const target = freshTarget()
    expect((await post(bindings([target]), `/${target}/migrations`, '{}', 'wrong')).status).toBe(401)
  })
})
