import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { outcomeOf } from '../../functions/deploy/look.ts'
import type { Finding } from '../../functions/model/finding.ts'
import { HEALTH_IDS, type Sample } from '../../functions/model/health.ts'
import type { Suite } from '../../functions/model/run.ts'
import { performRun } from '../../functions/run/perform.ts'
import { settingsOf } from '../../functions/env.ts'
import { keepSample, pruneSamples, samplesAt } from '../../functions/store/samples.ts'
import { verifiedBlueprints } from '../../functions/store/runs.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { ask, bindings, finding, freshTarget, looked, migrate, PASSWORD, runWith, unknown } from './support.ts'

const MINUTE = 60_000
const NOW = Date.UTC(2026, 10, 23, 8)

let database: TestDatabase
beforeAll(async () => {
  await migrate()
  database = await freshDatabase()
}, 60_000)
beforeEach(() => database.run('drop table if exists keyless, small; create table keyless (id int)'))
afterAll(() => database.drop())

const on = (target: string, thresholds: object = {}) =>
  bindings([], { TARGETS: { [target]: { url_secret: 'SOME_URL', thresholds } }, SOME_URL: database.url })

/** The report of a run of a suite that was due so many minutes after NOW. */
async function run(target: string, suite: Suite, minute: number, thresholds: object = {}) {
  const bound = on(target, thresholds)
  const found = settingsOf(bound).targets.find(({ name }) => name === target)
  if (found === undefined) throw new Error(`no target ${target}`)
  const at = NOW + minute * MINUTE
  const request = { target, suite, scheduledAt: at, trigger: 'cron' } as const
  const done = await performRun({ env: bound, target: found, now: () => at }, request)
  if (done.state !== 'ended') throw new Error(done.state)
  const { findings, unknowns, figures } = done.report
  const keys = findings.map(({ finding }) => finding.key)
  return { keys, unknowns: unknowns.filter(({ check }) => check === 'health').map(({ key }) => key), figures }
}

const KEYLESS = 'health:no-primary-key:public.keyless'
const sample = (at: number): Sample => ({ at, statsReset: null, started: 0, counters: {}, settings: {}, looked: {} })

const FIRST = 'health:tick:what happened since the look before'

test('the first look makes every check; a tick after it makes the cheap ones, in one more round trip', async () => {
  const target = freshTarget()
  const first = await run(target, 'tick', 0)
  expect(first.keys).toContain(KEYLESS)
  expect(first.unknowns).toContain(FIRST)
  const second = await run(target, 'tick', 5)
  expect(second.keys).toContain(KEYLESS)
  expect(second.unknowns).not.toContain(FIRST)
  expect(second.figures?.roundTrips).toBe(2)
})

test('what a daily check found stands until that very check was made again', async () => {
  const target = freshTarget()
  await run(target, 'asked', 0)
  await database.run('alter table keyless add primary key (id)')
  expect((await run(target, 'tick', 5)).keys).toContain(KEYLESS)
  expect((await run(target, 'daily', 10)).keys).not.toContain(KEYLESS)
})

test('what a daily check could not see stays unknown until it was made again', async () => {
  await database.run('create extension if not exists pg_stat_statements')
  const target = freshTarget()
  await run(target, 'asked', 0)
  const later = async (suite: Suite, minute: number) =>
    (await run(target, suite, minute)).unknowns.filter((key) => key.startsWith('health:daily'))
  const first = await later('tick', 5)
  expect(first).toEqual(['health:daily:statements-evicted:what happened since the look before'])
  expect(await later('tick', 10)).toEqual(first)
  expect(await later('daily', 15)).toEqual([])
})

test('a target need not be in good health to be true to its migrations, nor to be deployed to', async () => {
  const target = freshTarget()
  const unwell = {
    type: 'health.check',
    key: 'health:connections:server',
    severity: 'critical',
    id: 'connections',
    subject: 'server',
    value: 95,
    unit: '% used',
    threshold: { warn: 75, critical: 90 },
    title: '95 % of the connections are used',
    what: '95 of 100.',
    why: 'Then nobody gets in.',
    mend: [],
  } as const satisfies Finding
  const hash = 'b'.repeat(64)
  const position = { index: 4, tag: '0004', of: 5, applied: 5 }
  const seen = { ...looked([unwell], [unknown('health')]), blueprint: { hash, tag: 'v1' }, position }
  const done = await runWith(target, NOW, seen)
  expect(done).toMatchObject({ report: { status: 'fail' } })
  expect((await verifiedBlueprints(env.DB, target)).get(hash)).toMatchObject({ at: NOW })
  if (done.state !== 'ended') throw new Error(done.state)
  expect(outcomeOf(done.report, NOW + 1)).toMatchObject({ verdict: 'go', reasons: [] })
  expect(outcomeOf(done.report, NOW - MINUTE).reasons).toEqual([
    { what: 'finding', key: unwell.key, severity: 'critical' },
  ])
  await runWith(target, NOW + MINUTE, { ...seen, unknowns: [unknown('drift')] })
  expect((await verifiedBlueprints(env.DB, target)).get(hash)).toMatchObject({ at: NOW })
  await runWith(target, NOW + 2 * MINUTE, { ...seen, findings: [finding('gone')] })
  expect((await verifiedBlueprints(env.DB, target)).has(hash)).toBe(false)
})

test('a target’s own limits hold, and a check can be off', async () => {
  const target = freshTarget()
  const all = await run(target, 'asked', 0, { connections: { warn: 0.1 } })
  expect(all.keys).toContain('health:connections:server')
  const off = await run(freshTarget(), 'asked', 0, { 'no-primary-key': 'off' })
  expect(off.keys).not.toContain(KEYLESS)
})

test.each([
  [{ connexions: { warn: 1 } }, 'thresholds.connexions: there is no check of that name; there are: connections'],
  [{ connections: { warn: 'many' } }, 'thresholds.connections'],
  [{ connections: {} }, 'thresholds.connections: give warn, critical or both'],
  [{ connections: { warm: 1 } }, 'thresholds.connections'],
])('thresholds %j make the target unknown, in words', async (thresholds, said) => {
  const target = freshTarget()
  const body = await (
    await ask(on(target, thresholds), `/${target}?format=json`)
  ).json<{ unknowns: { reason: string }[] }>()
  expect(body.unknowns[0]?.reason).toContain(said)
  expect(JSON.stringify(body)).not.toContain(PASSWORD)
})

test('a finding has its page, its text and its JSON', async () => {
  const target = freshTarget()
  await run(target, 'asked', 0)
  const path = `/${target}/findings/${encodeURIComponent(KEYLESS)}`
  const text = await (await ask(on(target), `${path}?format=text`)).text()
  expect(text).toContain('public.keyless has no primary key')
  expect(text).toContain('alter table public.keyless add column id bigint')
  const page = await (await ask(on(target), `${path}?format=html`)).text()
  expect(page).toContain('public.keyless has no primary key')
  const json = await (await ask(on(target), `${path}?format=json`)).json()
  expect(json).toMatchObject({
    check: 'health',
    type: 'health.check',
    severity: 'low',
    detail: { id: 'no-primary-key' },
  })
})

test('GET /checks lists every check, and GET /checks/:id says all of one, in three formats', async () => {
  const all = await (await ask(on('t'), '/checks?format=json')).json<{ id: string }[]>()
  expect(all.map(({ id }) => id)).toEqual([...HEALTH_IDS])
  expect(await (await ask(on('t'), '/checks?format=text')).text()).toMatch(/^sequences +daily +75 \/ 90 % used/m)
  expect(await (await ask(on('t'), '/checks?format=html')).text()).toContain('href="/checks/sequences"')
  const one = await (await ask(on('t'), '/checks/sequences?format=json')).json()
  expect(one).toMatchObject({ id: 'sequences', suite: 'daily', limits: { warn: 75, critical: 90 } })
  expect(await (await ask(on('t'), '/checks/sequences?format=text')).text()).toContain('grant select on sequence')
  expect(await (await ask(on('t'), '/checks/sequences?format=html')).text()).toContain('A sequence comes to its end')
})

test('a check that there is not is a problem that names those there are', async () => {
  const response = await ask(on('t'), '/checks/sequence')
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({
    type: '/problems/unknown-check',
    detail: expect.stringContaining('sequences'),
    mend: expect.stringContaining('GET /checks'),
  })
})

test('a tick leaves a sample an hour; a look finds those of an hour and of a day ago, none too young, and old ones go', async () => {
  const target = freshTarget()
  for (let minute = 0; minute <= 26 * 60; minute += 30)
    await keepSample(env.DB, target, sample(NOW + minute * MINUTE), minute === 60)
  const { results } = await env.DB.prepare('select at, whole from samples where target = ?1').bind(target).all()
  expect(results.length).toBeLessThanOrEqual(30)
  const now = NOW + (26 * 60 + 2) * MINUTE
  const { hour, day, whole } = await samplesAt(env.DB, target, now)
  expect((now - (hour?.at ?? 0)) / MINUTE).toBeGreaterThanOrEqual(4)
  expect((now - (hour?.at ?? 0)) / MINUTE).toBeLessThanOrEqual(65)
  expect((now - (day?.at ?? 0)) / MINUTE).toBeGreaterThan(23 * 60)
  expect(whole?.at).toBe(NOW + 60 * MINUTE)
  await pruneSamples(env.DB, now + 1)
  expect(await samplesAt(env.DB, target, now)).toEqual({ hour: null, day: null, whole: null })
})
