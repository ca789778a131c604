import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { packTar } from 'modern-tar'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { SCHEDULE } from '../../functions/run/schedule.ts'
import { listOutbox } from '../../functions/store/outbox.ts'
import type { Bindings } from '../../functions/env.ts'
import worker from '../../functions/worker.ts'
import { freshDatabase } from './database.ts'
import { ask, bindings, freshTarget, migrate, post, TOKEN } from './support.ts'

beforeAll(migrate)

const HOUR = 3_600_000
const QUIET = { RUNS: { sendBatch: async () => {} }, DEPLOYS: { create: async () => ({}) } }

const on = (target: string, own: object = {}): Bindings =>
  bindings([], {
    TARGETS: { [target]: { url_secret: 'SOME_URL', incidents: { announce: ['team'] } } },
    CHANNELS: { primary: {}, team: {} },
    ...QUIET,
    ...own,
  })

const iso = (ms: number) => new Date(ms).toISOString()
const path = (target: string, at: number, more = '') =>
  `/${target}/announcements?at=${encodeURIComponent(iso(at))}&by=ann&title=Split+the+orders+table${more}`

const tick = (env: Bindings, at: number) =>
  worker.scheduled(createScheduledController({ cron: SCHEDULE.tick, scheduledTime: new Date(at) }), env)

const told = async (target: string) =>
  (await listOutbox(env.DB, 'all', 1000))
    .filter((row) => row.target === target)
    .toReversed()
    .map(({ key, channel, notification: { about } }) =>
      [key.replace(target, ''), channel, about.kind === 'announcement' ? `${about.step}: ${about.body[0]}` : ''].join(
        ' ',
      ),
    )

const journal = JSON.stringify({ entries: [{ idx: 0, when: 1, tag: '0000_a', version: '7', breakpoints: true }] })
const tar = (sql: string) =>
  packTar(
    [
      ['drizzle/meta/_journal.json', journal],
      ['drizzle/0000_a.sql', sql],
    ].map(([name = '', body = '']) => ({ header: { name, size: body.length, type: 'file' as const }, body })),
  )
const announceWith = (env: Bindings, where: string, body: BodyInit) =>
  ask(env, where, { method: 'POST', body, headers: { Authorization: `Bearer ${TOKEN}`, Accept: 'application/json' } })

test('is told of when it is announced, 48 and 24 hours before, when its time comes, and by its deploy', async () => {
  const target = freshTarget()
  const settings = on(target)
  const now = Date.now()
  const at = now + 72 * HOUR
  const made = await post(settings, path(target, at))
  expect(made.status).toBe(201)
  expect(await made.json()).toMatchObject({
    id: `${target}-a1`,
    state: 'announced',
    at: iso(at),
    foretold: { verdict: null, risk: 'unknown', reasons: ['no migrations were sent'] },
    rollback: expect.stringContaining('rollback'),
  })
  for (const hours of [50, 47.9, 47, 23.9, 1, -0.1]) await tick(settings, at - hours * HOUR)
  await env.DB.prepare(
    `insert into deploys (target, id, subject, n, sender, state, origin, at, before_asked)
     values (?1, 'abc-1', 's', 1, 'github', 'running', '', ?2, ?2)`,
  )
    .bind(target, at)
    .run()
  await tick(settings, at + HOUR)
  await env.DB.prepare(
    `update deploys set after_asked = ?2, after_ended = ?2, after_result = '{"verdict":"go"}' where target = ?1`,
  )
    .bind(target, at + 2 * HOUR)
    .run()
  await tick(settings, at + 2 * HOUR)
  await tick(settings, at + 3 * HOUR)
  expect(await told(target)).toEqual([
    '-a1/1 team announced: A migration is to come.',
    '-a1/2 team reminder: It begins in 48 hours.',
    '-a1/3 team reminder: It begins in 24 hours.',
    '-a1/4 team reminder: Its time has come.',
    '-a1/5 team started: The deploy abc-1 has begun.',
    '-a1/6 team done: The deploy abc-1 is over: nothing is wrong.',
  ])
  const list = await (await ask(settings, `/${target}/announcements?format=text`)).text()
  expect(list).toMatch(/^done +Split the orders table/)
  const page = await (await ask(settings, `/${target}/announcements?format=html`)).text()
  expect(page).toMatch(/^<!doctype html>[^]*<span class="status pass">done<\/span>[^]*Split the orders table/)
})

test('of what was announced late, and of what a tick missed, only the nearest reminder comes', async () => {
  const target = freshTarget()
  const settings = on(target)
  const at = Date.now() + 60 * HOUR
  await post(settings, path(target, at))
  await tick(settings, at - 10 * HOUR)
  const late = Date.now() + 12 * HOUR
  await post(settings, path(target, late))
  await tick(settings, late - 11 * HOUR)
  expect((await told(target)).map((line) => line.split(' ')[2])).toEqual(['announced:', 'reminder:', 'announced:'])
})

test('nobody tells that it begins: after a day it is given up', async () => {
  const target = freshTarget()
  const at = Date.now() + HOUR
  await post(on(target), path(target, at))
  await tick(on(target), at)
  await tick(on(target), at + 24 * HOUR)
  expect((await told(target)).at(-1)).toBe('-a1/3 team cancelled: Nobody told within a day that it had begun.')
})

test('people tell how it goes, until it is over', async () => {
  const target = freshTarget()
  const settings = on(target)
  await post(settings, path(target, Date.now() + HOUR))
  const id = `/announcements/${target}-a1`
  expect((await post(settings, `${id}/started`, 'by=ann')).status).toBe(200)
  expect((await post(settings, `${id}/started`)).status).toBe(409)
  expect((await post(settings, `${id}/update`, '{"by":"bob","text":"half of the rows"}')).status).toBe(200)
  expect(await (await post(settings, `${id}/update`)).json()).toMatchObject({ type: '/problems/wrong-body' })
  expect(await (await post(settings, `${id}/done`)).json()).toMatchObject({
    state: 'done',
    said: [{ step: 'announced' }, { step: 'started', by: 'ann' }, { text: 'half of the rows' }, { step: 'done' }],
  })
  expect(await (await post(settings, `${id}/cancelled`)).json()).toMatchObject({
    type: '/problems/announcement-over',
    status: 409,
  })
})

describe('with its migrations', () => {
  test('tells what they will do, and how risky that is', async () => {
    const database = await freshDatabase()
    onTestFinished(database.drop)
    const target = freshTarget()
    const settings = on(target, { SOME_URL: database.url })
    await database.run('create table public.orders (id int)')
    const stop = await announceWith(
      settings,
      path(target, Date.now() + HOUR),
      await tar('create table orders (id int);'),
    )
    expect(await stop.json()).toMatchObject({
      foretold: {
        verdict: 'stop',
        risk: 'high',
        pending: ['0000_a'],
        reasons: expect.arrayContaining(['0000_a.sql:1 will fail: relation "orders" already exists']),
      },
    })
    const go = await announceWith(
      settings,
      path(target, Date.now() + HOUR, '&rollback=drop+it'),
      await tar('create table other (id bigint primary key);'),
    )
    expect(await go.json()).toMatchObject({ foretold: { verdict: 'go' }, rollback: 'drop it' })
  })

  test('of a target that cannot be asked the risk is unknown', async () => {
    const target = freshTarget()
    const made = await announceWith(on(target), path(target, Date.now() + HOUR), await tar('select 1;'))
    expect(await made.json()).toMatchObject({ foretold: { verdict: null, risk: 'unknown' } })
  })
})

test.each([
  ['?by=ann&title=x', '', /query at/],
  ['?at=2020-01-01T00:00:00Z&by=ann&title=x', '', /is over already/],
  ['?at=tomorrow&by=ann&title=x', '', /query at/],
  ['?at=2126-01-01T00:00:00Z&title=x', '', /query by/],
  ['?at=2126-01-01T00:00:00Z&by=ann&title=', '', /query title: must not be empty/],
  ['?at=2126-01-01T00:00:00Z&by=ann&title=x&when=now', '', /Unrecognized key: "when"/],
  ['?at=2126-01-01T00:00:00Z&by=ann&title=x', 'no tar', /neither JSON nor a tar|neither meta/],
])('%s is refused, and nobody is told', async (query, body, detail) => {
  const target = freshTarget()
  const response = await post(on(target), `/${target}/announcements${query}`, body)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    detail: expect.stringMatching(detail),
    mend: expect.stringContaining('tar c'),
  })
  expect(await told(target)).toEqual([])
})

test('needs the token; and of what is not there', async () => {
  const target = freshTarget()
  expect((await post(on(target), path(target, Date.now() + HOUR), '', 'other')).status).toBe(401)
  expect(await (await post(on(target), '/announcements/none-a1/done')).json()).toMatchObject({
    type: '/problems/unknown-announcement',
  })
})
