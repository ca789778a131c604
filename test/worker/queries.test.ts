import { createMessageBatch, createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { SCHEDULE } from '../../functions/run/schedule.ts'
import worker from '../../functions/worker.ts'
import settings from '../../wrangler.toml?raw'
import { bindings, finding, freshTarget, looked, migrate, request, runWith } from './support.ts'

beforeAll(migrate)

/** What D1 answers an invocation on the free plan: developers.cloudflare.com/d1/platform/limits. */
const FREE = 50

/** A fleet of 60 targets, of which one has a finding, and how many statements were asked of D1. */
async function fleet() {
  const targets = Array.from({ length: 60 }, () => freshTarget())
  const [first = ''] = targets
  await runWith(first, Date.now() - 300_000, looked([finding('a')]))
  const asked: string[] = []
  const DB = new Proxy(env.DB, {
    get: (db, name) =>
      name === 'prepare' ? (sql: string) => (asked.push(sql), db.prepare(sql)) : Reflect.get(db, name).bind(db),
  })
  const RUNS = { sendBatch: async () => {} }
  return { first, asked, on: { ...bindings(targets), DB, RUNS: RUNS as never } }
}

test.each(Object.values(SCHEDULE))('the cron %s of a fleet stays within them', async (cron) => {
  const { on, asked } = await fleet()
  await worker.scheduled(createScheduledController({ cron, scheduledTime: new Date() }), on)
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.length).toBeLessThan(FREE)
})

test('so does a message of the queue, which are taken one by one', async () => {
  const { first, on, asked } = await fleet()
  const body = { ...request(first, Date.now()), suite: 'daily' }
  await worker.queue(createMessageBatch('plumbline-runs', [{ id: '1', timestamp: new Date(), attempts: 1, body }]), on)
  expect(asked.length).toBeGreaterThan(20)
  expect(asked.length).toBeLessThan(FREE)
  expect(settings).toMatch(/queue = "plumbline-runs"\nmax_batch_size = 1\n/)
})
