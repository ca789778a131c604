import { env } from 'cloudflare:workers'
import { beforeAll, expect, test, vi } from 'vitest'
import type { Look } from '../../functions/model/run.ts'
import { performRun } from '../../functions/run/perform.ts'
import { HEARTBEAT } from '../../functions/run/settle.ts'
import { listFindings } from '../../functions/store/findings.ts'
import { claimRun, LEASE, listRuns } from '../../functions/store/runs.ts'
import {
  ask,
  bindings,
  finding,
  freshTarget,
  looked,
  migrate,
  PASSWORD,
  post,
  request,
  runWith,
  targetNamed,
  unknown,
} from './support.ts'

beforeAll(migrate)

const T = 1_800_000_000_000
const TICK = 300_000
const keys = async (target: string, state: 'open' | 'resolved' = 'open') =>
  (await listFindings(env.DB, target, state)).map((seen) => seen.finding.key).toSorted()

test('a run that is asked for twice is made once', async () => {
  const target = freshTarget()
  const look = vi.fn<() => Promise<Look>>(async () => looked([finding('a')]))
  const context = { env, target: targetNamed(target), now: () => T, look }
  expect(await performRun(context, request(target, T))).toMatchObject({ state: 'ended' })
  expect(await performRun(context, request(target, T))).toEqual({ state: 'before' })
  expect(look).toHaveBeenCalledOnce()
  expect(await listRuns(env.DB, target, 10)).toHaveLength(1)
})

test('two deliveries at once: one runs, the other is told how long to wait', async () => {
  const target = freshTarget()
  const context = { env, target: targetNamed(target), now: () => T, look: async () => looked([]) }
  const both = await Promise.all([performRun(context, request(target, T)), performRun(context, request(target, T))])
  expect(both.filter(({ state }) => state === 'ended')).toHaveLength(1)
  expect([{ state: 'held', until: T + LEASE }, { state: 'before' }]).toContainEqual(
    both.find(({ state }) => state !== 'ended'),
  )
})

test('a run that crashed is taken up once its lease is over, and what the first had to say comes too late', async () => {
  const target = freshTarget()
  const late = Promise.withResolvers<void>()
  const slow = performRun(
    { env, target: targetNamed(target), now: () => T, look: () => late.promise.then(() => looked([finding('old')])) },
    request(target, T),
  )
  await vi.waitFor(async () => expect(await listRuns(env.DB, target, 1)).toHaveLength(1))
  expect(await claimRun(env.DB, request(target, T), T + LEASE - 1)).toEqual({ state: 'held', until: T + LEASE })

  const now = () => T + LEASE
  const second = { env, target: targetNamed(target), now, look: async () => looked([finding('new')]) }
  expect(await performRun(second, request(target, T))).toMatchObject({ state: 'ended' })
  late.resolve()
  expect(await slow).toEqual({ state: 'before' })
  expect(await keys(target)).toEqual(['drift:index:public.new'])
  expect(await listRuns(env.DB, target, 10)).toMatchObject([{ attempt: 2, findings: 1 }])
})

test('a run that breaks can be taken up at once', async () => {
  const target = freshTarget()
  const context = { env, target: targetNamed(target), now: () => T }
  const breaking = performRun({ ...context, look: () => Promise.reject(new Error('broken')) }, request(target, T))
  await expect(breaking).rejects.toThrow('broken')
  const again = performRun({ ...context, look: async () => looked([]) }, request(target, T))
  expect(await again).toMatchObject({ state: 'ended' })
})

test('of two runs, the one that started later knows better', async () => {
  const target = freshTarget()
  const late = Promise.withResolvers<void>()
  const slow = performRun(
    { env, target: targetNamed(target), now: () => T, look: () => late.promise.then(() => looked([finding('stale')])) },
    request(target, T),
  )
  await runWith(target, T + 1000, looked([finding('fresh')]))
  late.resolve()
  await slow
  expect(await keys(target)).toEqual(['drift:index:public.fresh'])
  expect((await listRuns(env.DB, target, 10)).map(({ endedAt }) => endedAt)).not.toContain(null)
})

test('a finding that is gone is resolved; if it comes back, that is a new episode', async () => {
  const target = freshTarget()
  await runWith(target, T, looked([finding('a')]))
  await runWith(target, T + TICK, looked([]))
  expect(await keys(target)).toEqual([])
  await runWith(target, T + 2 * TICK, looked([finding('a')]))
  expect(await listFindings(env.DB, target, 'all')).toMatchObject([
    { firstSeen: T + 2 * TICK, resolvedAt: null },
    { firstSeen: T, resolvedAt: T + TICK },
  ])
})

test.each<[string, Look, string]>([
  ['the target cannot be reached', looked([], [unknown('connectivity')]), 'unknown'],
  ['no check was made', { ...looked([]), checks: [] }, 'unknown'],
  ['its check has an unknown', looked([], [unknown('drift')]), 'fail'],
])('where %s, findings stay exactly as they were', async (_why, seen, status) => {
  const target = freshTarget()
  await runWith(target, T, looked([finding('a')]))
  const before = await listFindings(env.DB, target, 'all')
  const done = await runWith(target, T + TICK, seen)
  expect(await listFindings(env.DB, target, 'all')).toEqual(before)
  expect(done).toMatchObject({ report: { status, findings: [{ lastSeen: T, resolvedAt: null }] } })
})

test('an unknown of one check keeps no other check’s findings open', async () => {
  const target = freshTarget()
  await runWith(target, T, looked([finding('a')]))
  await runWith(target, T + TICK, looked([], [unknown('journal')]))
  expect(await keys(target, 'resolved')).toEqual(['drift:index:public.a'])
})

test('an unchanged finding is written once an hour; a changed one at once', async () => {
  const target = freshTarget()
  const lastSeen = async () => (await listFindings(env.DB, target, 'open')).map((seen) => seen.lastSeen)
  await runWith(target, T, looked([finding('a')]))
  await runWith(target, T + TICK, looked([finding('a')]))
  expect(await lastSeen()).toEqual([T])
  await runWith(target, T + 2 * TICK, looked([finding('a', 'critical')]))
  expect(await lastSeen()).toEqual([T + 2 * TICK])
  await runWith(target, T + 2 * TICK + HEARTBEAT, looked([finding('a', 'critical')]))
  expect(await lastSeen()).toEqual([T + 2 * TICK + HEARTBEAT])
})

test('a finding’s page has the time of the newest run that saw it, though its row is older', async () => {
  const target = freshTarget()
  await runWith(target, T, looked([finding('a')]))
  await runWith(target, T + TICK, looked([finding('a')]))
  const path = `/${target}/findings/drift%3Aindex%3Apublic.a`
  const seen = async () => (await ask(bindings([target]), path)).json()
  expect(await seen()).toMatchObject({ lastSeen: new Date(T + TICK).toISOString() })
  await runWith(target, T + 2 * TICK, looked([], [unknown('connectivity')]))
  expect(await seen()).toMatchObject({ lastSeen: new Date(T).toISOString() })
})

test('a thousand findings are stored and resolved', async () => {
  const target = freshTarget()
  const many = Array.from({ length: 1000 }, (_, i) => finding(`i${i}`))
  await runWith(target, T, looked(many))
  expect(await keys(target)).toHaveLength(1000)
  await runWith(target, T + TICK, looked([]))
  expect(await keys(target, 'resolved')).toHaveLength(1000)
})

test('POST looks at once; a target that cannot be reached is unknown with the reason, and keeps its findings', async () => {
  const target = freshTarget()
  const on = bindings([target])
  await runWith(target, Date.now() - 1000, looked([finding('a')]))
  const response = await post(on, `/${target}/runs`)
  const body = await response.text()
  expect(response.status).toBe(201)
  expect(body).not.toContain(PASSWORD)
  expect(JSON.parse(body)).toMatchObject({
    status: 'unknown',
    unknowns: [{ check: 'connectivity', reason: expect.stringContaining('could not be reached') }],
    findings: [{ key: 'drift:index:public.a', resolvedAt: null }],
  })
  const location = response.headers.get('Location') ?? ''
  expect(location).toMatch(new RegExp(`^/${target}/runs/asked-\\d+$`))
  expect(await (await ask(on, location)).json()).toMatchObject({ status: 'unknown', findings: [{}] })
  expect(await (await ask(on, `/${target}/runs`)).json()).toMatchObject([{ suite: 'asked' }, { suite: 'tick' }])
})

test('the report of an old run is as it was then', async () => {
  const target = freshTarget()
  await runWith(target, T, looked([finding('a')]))
  await runWith(target, T + TICK, looked([finding('b')]))
  const report = await (await ask(bindings([target]), `/${target}/runs/tick-${T}`)).json()
  expect(report).toMatchObject({ status: 'fail', findings: [{ key: 'drift:index:public.a', resolvedAt: null }] })
})

test('a run costs few rows', async () => {
  const target = freshTarget()
  const written = vi.fn<(rows: number) => void>()
  const counting = new Proxy(env.DB, {
    get: (db, name) =>
      name === 'batch'
        ? async (statements: D1PreparedStatement[]) => {
            const results = await db.batch(statements)
            results.forEach(({ meta }) => written(meta.rows_written))
            return results
          }
        : Reflect.get(db, name).bind(db),
  })
  await runWith(target, T, looked([finding('a')]))
  const context = { env: { ...env, DB: counting }, target: targetNamed(target), now: () => T + TICK }
  await performRun({ ...context, look: async () => looked([finding('a')]) }, request(target, T + TICK))
  expect(written.mock.calls.flat().reduce((sum, rows) => sum + rows, 0)).toBeLessThanOrEqual(2)
})
