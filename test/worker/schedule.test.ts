import { createExecutionContext, createMessageBatch, createScheduledController, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { RunRequest } from '../../functions/model/run.ts'
import { SCHEDULE } from '../../functions/run/schedule.ts'
import { claimRun, listRuns } from '../../functions/store/runs.ts'
import worker from '../../functions/worker.ts'
import settings from '../../wrangler.toml?raw'
import { ask, bindings, finding, freshTarget, looked, migrate, request, runWith } from './support.ts'

beforeAll(migrate)
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await env.DB.exec('delete from crons')
})
afterEach(() => {
  vi.useRealTimers()
})

const at = (time: string) => new Date(`2026-11-23T${time}Z`).getTime()

const fire = (cron: string, scheduledTime: number, targets: string[]) => {
  const sent: RunRequest[][] = []
  const RUNS = { sendBatch: async (messages: { body: RunRequest }[]) => sent.push(messages.map(({ body }) => body)) }
  const on = { ...bindings(targets), RUNS: RUNS as never }
  const controller = createScheduledController({ cron, scheduledTime: new Date(scheduledTime) })
  return Promise.resolve(worker.scheduled(controller, on)).then(() => sent)
}

const deliver = async (targets: string[], ...bodies: unknown[]) => {
  const messages = bodies.map((body, i) => ({ id: String(i), timestamp: new Date(), attempts: 1, body }))
  const batch = createMessageBatch('plumbline-runs', messages)
  const context = createExecutionContext()
  await worker.queue(batch, bindings(targets))
  return getQueueResult(batch, context)
}

const health = async () => {
  const response = await ask(bindings([]), '/healthz?format=json')
  const { crons } = await response.json<{ crons: { suite: string; missedSince: string | null }[] }>()
  return { code: response.status, missed: crons.filter(({ missedSince }) => missedSince !== null) }
}

test('wrangler.toml has the crons of the schedule', () => {
  expect(settings).toContain(`crons = ["${Object.values(SCHEDULE).join('", "')}"]`)
})

test.each(Object.entries(SCHEDULE))('the cron of %s puts one message per target on the queue', async (suite, cron) => {
  const [messages] = await fire(cron, at('08:00:00'), ['one', 'two'])
  expect(messages).toEqual(
    ['one', 'two'].map((target) => ({ target, suite, scheduledAt: at('08:00:00'), trigger: 'cron' })),
  )
})

test('a fleet goes in batches of a hundred', async () => {
  const fleet = Array.from({ length: 250 }, () => freshTarget())
  expect((await fire(SCHEDULE.tick, at('08:00:00'), fleet)).map(({ length }) => length)).toEqual([100, 100, 50])
})

test('a cron of no suite is refused', async () => {
  await expect(fire('0 0 * * *', 0, [])).rejects.toThrow('no suite belongs to the cron "0 0 * * *"')
})

test('a message that comes twice is run once', async () => {
  const target = freshTarget()
  const message = request(target, Date.now())
  expect(await deliver([target], message, message)).toMatchObject({ explicitAcks: ['0', '1'], retryMessages: [] })
  expect(await listRuns(env.DB, target, 10)).toMatchObject([{ status: 'unknown', attempt: 1 }])
})

test('a message whose run is under way elsewhere comes again; one that is no run request does not', async () => {
  const target = freshTarget()
  const held = request(target, Date.now())
  await claimRun(env.DB, held, Date.now())
  const result = await deliver([target], held, { what: 'ever' }, request('gone', 1))
  expect(result).toMatchObject({ explicitAcks: ['1', '2'], retryMessages: [{ msgId: '0' }] })
})

test('a Worker that was deployed a moment ago has missed nothing', async () => {
  vi.setSystemTime(at('08:04:59'))
  expect(await health()).toEqual({ code: 200, missed: [] })
  vi.setSystemTime(at('08:06:00'))
  expect(await health()).toEqual({ code: 200, missed: [] })
})

test('a missed cron is said, with the time since when, until it fires again', async () => {
  vi.setSystemTime(at('08:00:30'))
  await fire(SCHEDULE.tick, at('08:00:00'), [])
  await health()
  vi.setSystemTime(at('08:07:59'))
  expect((await health()).code).toBe(200)
  vi.setSystemTime(at('08:21:00'))
  expect(await health()).toMatchObject({
    code: 503,
    missed: [{ suite: 'tick', missedSince: '2026-11-23T08:05:00.000Z' }],
  })
  await fire(SCHEDULE.tick, at('08:20:00'), [])
  expect(await health()).toEqual({ code: 200, missed: [] })
})

test('a target that nobody looked at for a while is unknown, whatever was seen last', async () => {
  const target = freshTarget()
  vi.setSystemTime(at('08:00:00'))
  await runWith(target, Date.now(), looked([]))
  const status = async () =>
    (await ask(bindings([target]), `/${target}?format=json`)).json<{ status: string; unknowns: { reason: string }[] }>()
  expect(await status()).toMatchObject({ status: 'pass', unknowns: [] })
  vi.setSystemTime(at('08:17:00'))
  expect(await status()).toMatchObject({
    status: 'unknown',
    unknowns: [{ reason: expect.stringContaining('no run has ended since 2026-11-23T08:00:00.000Z') }],
  })
})

test('where KV has an old copy or none, the report comes from D1', async () => {
  const target = freshTarget()
  vi.setSystemTime(at('08:00:00'))
  await runWith(target, Date.now(), looked([finding('a')]))
  await env.KV.delete(`status/${target}`)
  const report = await (await ask(bindings([target]), `/${target}?format=json`)).json()
  expect(report).toMatchObject({ status: 'fail', findings: [{ key: 'drift:index:public.a' }] })
})
