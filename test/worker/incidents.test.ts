import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { settingsOf, type Bindings } from '../../functions/env.ts'
import type { Finding } from '../../functions/model/finding.ts'
import type { Look } from '../../functions/model/run.ts'
import { actOnIncident } from '../../functions/run/incidents/act.ts'
import { performRun } from '../../functions/run/perform.ts'
import { SCHEDULE } from '../../functions/run/schedule.ts'
import { keepAcceptance } from '../../functions/store/acceptances.ts'
import { listFindings } from '../../functions/store/findings.ts'
import { listIncidents, timelineOf } from '../../functions/store/incidents.ts'
import { listOutbox } from '../../functions/store/outbox.ts'
import { stateOf } from '../../functions/model/acceptance.ts'
import worker from '../../functions/worker.ts'
import { bindings, finding, freshTarget, looked, migrate, request, unknown } from './support.ts'

beforeAll(migrate)

const MINUTE = 60_000
const T = Date.UTC(2026, 10, 23, 8)
const CHANNELS = { primary: { type: 'webhook' }, secondary: { type: 'webhook' } }

/** Nobody takes up what ticks ask for. */
const QUIET = { RUNS: { sendBatch: async () => {} }, DEPLOYS: { create: async () => ({}) } }

/** A target of its own, with two channels. */
function at(own: object = {}, settings: Record<string, unknown> = {}) {
  const target = freshTarget()
  const on = bindings([], {
    TARGETS: { [target]: { url_secret: 'SOME_URL', incidents: own } },
    CHANNELS,
    ...QUIET,
    ...settings,
  })
  const [configured] = settingsOf(on).targets
  if (!configured) throw new Error('no target')
  return {
    target,
    on,
    run: (minute: number, look: Look) =>
      performRun(
        { env: on, target: configured, now: () => T + minute * MINUTE, look: async () => look },
        request(target, T + minute * MINUTE),
      ),
    tick: (minute: number) => tick(on, minute),
    told: () => told(target),
  }
}

const tick = async (on: Bindings, minute: number) => {
  const scheduledTime = new Date(T + minute * MINUTE)
  await worker.scheduled(createScheduledController({ cron: SCHEDULE.tick, scheduledTime }), on)
}

/** What was queued for a target: minute, reason, channel. */
const told = async (target: string) =>
  (await listOutbox(env.DB, 'all', 1000))
    .filter((row) => row.target === target)
    .toReversed()
    .map(({ notification: { about, at }, channel }) =>
      [(at - T) / MINUTE, about.kind === 'incident' ? about.reason : about.kind, channel].join(' '),
    )

const one = async (target: string) => {
  const [record] = await listIncidents(env.DB, target, 'all', 1)
  if (!record) throw new Error(`${target} has no incident`)
  return record
}

test('a finding opens an incident, is escalated along the chain by ticks, and resolved once', async () => {
  const { target, run, tick, told } = at()
  await run(0, looked([finding('a'), finding('b', 'medium')]))
  for (const minute of [5, 115, 120, 125]) await tick(minute)
  await run(126, looked([]))
  await tick(130)
  expect(await told()).toEqual([
    '0 opened primary',
    '120 escalated secondary',
    '126 resolved primary',
    '126 resolved secondary',
  ])
  const record = await one(target)
  expect(record).toMatchObject({ id: `${target}-1`, incident: { stage: 'resolved', severity: 'high' } })
  expect((await timelineOf(env.DB, record.id)).map(({ at, entry }) => [(at - T) / MINUTE, entry.what])).toEqual([
    [0, 'opened'],
    [0, 'paged'],
    [120, 'paged'],
    [126, 'resolved'],
    [126, 'paged'],
  ])
})

test('what a message says is what the incident was then, and what mends it', async () => {
  const { target, run } = at()
  await run(0, looked([finding('a'), finding('b', 'critical')]))
  await run(5, looked([]))
  const rows = (await listOutbox(env.DB, 'all', 1000)).filter((row) => row.target === target)
  expect(rows.map(({ key, notification }) => ({ key, about: notification.about }))).toMatchObject([
    {
      key: `${target}-1/2`,
      about: { reason: 'resolved', stage: 'resolved', findings: [{ mend: [] }, { mend: [] }] },
    },
    {
      key: `${target}-1/1`,
      about: {
        incident: `${target}-1`,
        reason: 'opened',
        severity: 'critical',
        title: 'Index b is missing; 0003_links made it, and 1 more',
        total: 2,
        findings: [
          { key: 'drift:index:public.b', mend: ['create index b on public.links (user_id);'] },
          { key: 'drift:index:public.a' },
        ],
      },
    },
  ])
})

test('accepted is resolved; what comes back is another incident', async () => {
  const { target, run, told } = at()
  const found = finding('a')
  await run(0, looked([found]))
  const [kept] = await listFindings(env.DB, target, 'open')
  if (!kept) throw new Error('no finding')
  const acceptance = { key: found.key, state: await stateOf(kept.finding), who: 'ann', reason: 'may stay' }
  await keepAcceptance(env.DB, target, { ...acceptance, at: T + MINUTE, until: T + 8 * MINUTE })
  await run(5, looked([found]))
  await run(10, looked([found]))
  expect(await told()).toEqual(['0 opened primary', '5 resolved primary', '10 opened primary'])
  expect((await listIncidents(env.DB, target, 'all', 9)).map(({ id }) => id)).toEqual([`${target}-2`, `${target}-1`])
})

test('a target that cannot be reached is suspected once, and down the second time; all else is muted', async () => {
  const { target, run, told } = at({ acknowledge: { high: 1 } })
  await run(0, looked([finding('a')]))
  const down = { ...looked([], [unknown('connectivity')]) }
  await run(5, down)
  await run(10, down)
  await run(15, looked([]))
  await run(20, looked([]))
  await run(25, looked([]))
  expect(await told()).toEqual(['0 opened primary', '10 opened primary', '20 resolved primary', '25 resolved primary'])
  expect(await listIncidents(env.DB, target, 'all', 9)).toHaveLength(2)
})

/** Another migration's finding. */
const of = (migration: string): Finding => {
  const found = finding('new')
  return found.type === 'drift.missing' ? { ...found, migration } : found
}

test('of a deploy is told what it left behind', async () => {
  const { target, run, tick, told } = at()
  await run(0, looked([finding('old')]))
  const { DB } = env
  await DB.prepare(
    `insert into deploys (target, id, subject, n, sender, state, origin, at, before_asked)
     values (?1, 'd', 's', 1, 'github', 'running', '', ?2, ?2)`,
  )
    .bind(target, T + MINUTE)
    .run()
  await run(5, looked([finding('old', 'critical'), of('0004_new')]))
  await tick(6)
  expect(await told()).toEqual(['0 opened primary'])
  await DB.prepare('update deploys set after_asked = ?2, after_ended = ?2 where target = ?1')
    .bind(target, T + 7 * MINUTE)
    .run()
  await tick(10)
  await run(11, looked([finding('old', 'critical')]))
  expect(await told()).toEqual(['0 opened primary', '10 opened primary', '11 raised primary', '11 resolved primary'])
})

test('a deploy of which nobody tells the end excuses nothing after an hour', async () => {
  const { target, run, tick, told } = at()
  await env.DB.prepare(
    `insert into deploys (target, id, subject, n, sender, state, origin, at, before_asked)
     values (?1, 'd', 's', 1, 'github', 'running', '', ?2, ?2)`,
  )
    .bind(target, T)
    .run()
  await run(5, looked([finding('a')]))
  await tick(59)
  expect(await told()).toEqual([])
  await tick(60)
  expect(await told()).toEqual(['60 opened primary'])
})

test('without channels the incident is kept, and its timeline says that nobody was told', async () => {
  const { target, run, told } = at({}, { CHANNELS: undefined })
  await run(0, looked([finding('a')]))
  expect(await told()).toEqual([])
  expect(await timelineOf(env.DB, (await one(target)).id)).toMatchObject([
    { entry: { what: 'opened' } },
    { entry: { what: 'paged', channels: [] } },
  ])
})

test('the incidents of a target that is no longer configured end', async () => {
  const { target, run, told } = at()
  await run(0, looked([finding('a')]))
  await tick(bindings([], { CHANNELS, ...QUIET }), 5)
  expect(await told()).toEqual(['0 opened primary', '5 resolved primary'])
  expect(await one(target)).toMatchObject({ incident: { stage: 'resolved' } })
})

test('two at once: what one decided on an old state is decided anew', async () => {
  const { target, on, run } = at()
  await run(0, looked([finding('a')]))
  const { id } = await one(target)
  const acts = [
    actOnIncident(on, id, { type: 'acknowledge', by: 'ann' }, T + MINUTE),
    actOnIncident(on, id, { type: 'snooze', by: 'bob', until: T + 9 * MINUTE }, T + MINUTE),
    actOnIncident(on, id, { type: 'acknowledge', by: 'eve' }, T + MINUTE),
  ]
  expect((await Promise.all(acts)).map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  const { incident } = await one(target)
  expect(incident).toMatchObject({ snoozedUntil: T + 9 * MINUTE, acknowledged: { at: T + MINUTE } })
  const lines = (await timelineOf(env.DB, id)).map(({ entry }) => entry.what)
  expect(lines.filter((what) => what === 'acknowledged')).toHaveLength(1)
  expect(lines.filter((what) => what === 'snoozed')).toHaveLength(1)
})

test('an incident that lasts unchanged writes nothing', async () => {
  const { target, run, tick } = at()
  await run(0, looked([finding('a')]))
  await run(5, looked([finding('a')]))
  await tick(10)
  expect(await one(target)).toMatchObject({ version: 1 })
})

describe('the monitor itself', () => {
  beforeEach(async () => {
    await env.DB.exec('delete from crons')
    await env.DB.exec("delete from incidents where target = 'plumbline'")
    await env.DB.exec("delete from outbox where target = 'plumbline'")
  })

  test('tells of a cron that did not come, once it comes again', async () => {
    const { on, run, tick: after } = at()
    await run(0, looked([]))
    await after(0)
    await after(5)
    await tick(on, 30)
    await run(30, looked([]))
    await tick(on, 35)
    expect(await told('plumbline')).toEqual(['30 opened primary', '35 resolved primary'])
  })

  test('tells that runs do not end; of a target that has none yet after four ticks', async () => {
    const { on, run } = at()
    const fresh = at()
    const both = {
      ...on,
      TARGETS: { ...Object(on.TARGETS), ...Object(fresh.on.TARGETS) },
    }
    await run(0, looked([]))
    for (const minute of [0, 5, 10, 15, 20]) await tick(both, minute)
    expect(await told('plumbline')).toEqual(['15 opened primary', '20 opened primary'])
    await run(21, looked([]))
    await fresh.run(21, looked([]))
    await tick(both, 25)
    expect((await told('plumbline')).slice(2)).toEqual(['25 resolved primary', '25 resolved primary'])
  })
})

describe('settings', () => {
  test.each([
    [{ chain: ['nobody'] }, /incidents names nobody, which is no channel/, /name one of primary, secondary/],
    [{ hours: { low: { zone: 'Nowhere/City' } } }, /incidents: hours\.low\.zone: is no IANA time zone/, /mend it/],
    [{ pageForm: 'low' }, /Unrecognized key: "pageForm"/, /mend it/],
  ])('%j is a fault of the target', (own, reason, mend) => {
    const on = bindings([], { TARGETS: { t: { url_secret: 'SOME_URL', incidents: own } }, CHANNELS })
    const [target] = settingsOf(on).targets
    expect(target?.fault?.reason).toMatch(reason)
    expect(target?.fault?.mend).toMatch(mend)
    // Somebody is told of it all the same.
    expect(target?.alerting.policy.chain).toEqual([['primary'], ['secondary']])
  })

  test('what all targets share stands once, and each may say something else', () => {
    const INCIDENTS = { chain: [['chat', 'pager'], 'lead'], pageFrom: 'high' }
    const on = bindings([], {
      TARGETS: { t: { url_secret: 'SOME_URL', incidents: { pageFrom: 'low' } } },
      CHANNELS: JSON.stringify({ chat: {}, pager: {}, lead: {} }),
      INCIDENTS,
    })
    const settings = settingsOf(on)
    expect(settings.targets[0]?.alerting.policy).toMatchObject({
      chain: [['chat', 'pager'], ['lead']],
      pageFrom: 'low',
    })
    expect(settings.alerting.policy.pageFrom).toBe('high')
  })

  test('channels of other names are called one after the other', () => {
    const on = bindings([], { CHANNELS: { slack: {}, mail: {} } })
    expect(settingsOf(on).alerting.policy.chain).toEqual([['slack'], ['mail']])
  })
})
