import { env } from 'cloudflare:workers'
import { beforeEach, beforeAll, describe, expect, test } from 'vitest'
import type { Notification } from '../../functions/model/notification.ts'
import {
  claimDue,
  listOutbox,
  markFailed,
  markSent,
  MOST_TRIES,
  OUTBOX_KEPT,
  OUTBOX_LEASE,
  pruneOutbox,
  queueStatements,
  retryAt,
  reviveDead,
} from '../../functions/store/outbox.ts'
import { migrate } from './support.ts'

beforeAll(migrate)
beforeEach(() => env.DB.exec('delete from outbox'))

const T = 1_800_000_000_000

const message = (key: string, incident: string = 'demo-1'): Notification => ({
  key,
  at: T,
  target: 'demo',
  about: {
    kind: 'incident',
    incident,
    reason: 'opened',
    level: 1,
    stage: 'open',
    severity: 'high',
    title: 'it’s “odd” \\ \u{1F980} %s ?1',
    since: T,
    acknowledgedBy: null,
    findings: [],
  },
})

const queue = async (...queued: [key: string, channels: string[], incident?: string][]) => {
  await env.DB.batch(
    queued.flatMap(([key, channels, incident]) =>
      queueStatements(env.DB, [{ notification: message(key, incident), channels }], T),
    ),
  )
}

const claimed = async (now: number, limit = 10) =>
  (await claimDue(env.DB, now, limit)).map(({ channel, notification, attempt }) =>
    [channel, notification.key, attempt].join(' '),
  )

describe('the outbox', () => {
  test('gives what was put in, once per channel and key', async () => {
    await queue(['demo-1/1', ['slack', 'pager']], ['demo-1/1', ['slack']])
    const rows = await claimDue(env.DB, T, 10)
    expect(rows).toMatchObject([
      { channel: 'slack', attempt: 1, notification: message('demo-1/1'), thread: null },
      { channel: 'pager', attempt: 1, notification: message('demo-1/1'), thread: null },
    ])
    expect(await claimed(T + OUTBOX_LEASE - 1)).toEqual([])
    expect(await claimed(T + OUTBOX_LEASE)).toEqual(['slack demo-1/1 2', 'pager demo-1/1 2'])
  })

  test('keeps the order of one incident in one channel; others go on', async () => {
    await queue(['demo-1/1', ['slack']], ['demo-1/2', ['slack', 'pager']], ['demo-2/1', ['slack'], 'demo-2'])
    const rows = await claimDue(env.DB, T, 10)
    expect(rows.map(({ channel, notification: { key } }) => `${channel} ${key}`)).toEqual([
      'slack demo-1/1',
      'pager demo-1/2',
      'slack demo-2/1',
    ])
    const [first] = rows
    if (!first) throw new Error('nothing')
    await markFailed(env.DB, first, { at: T, error: '503', retryAt: T + 60_000 })
    expect(await claimed(T + 59_999)).toEqual([])
    expect(await claimed(T + 60_000)).toEqual(['slack demo-1/1 2'])
    await markSent(env.DB, first, { at: T + 61_000, reply: '{"ts":"1.2"}' })
    expect(await claimDue(env.DB, T + 62_000, 10)).toMatchObject([
      { channel: 'slack', notification: { key: 'demo-1/2' }, thread: '{"ts":"1.2"}' },
    ])
  })

  test('what is dead lets the next go, and comes back when it is revived', async () => {
    await queue(['demo-1/1', ['slack']], ['demo-1/2', ['slack']])
    const [first] = await claimDue(env.DB, T, 1)
    if (!first) throw new Error('nothing')
    await markFailed(env.DB, first, { at: T, error: 'x'.repeat(5000), retryAt: null })
    expect(await listOutbox(env.DB, 'dead', 10)).toMatchObject([
      { key: 'demo-1/1', deadAt: T, lastError: 'x'.repeat(1000) },
    ])
    expect(await claimed(T)).toEqual(['slack demo-1/2 1'])
    expect(await reviveDead(env.DB, first.id, T + 1)).toBe(true)
    expect(await reviveDead(env.DB, first.id, T + 1)).toBe(false)
    expect(await claimed(T + 1)).toEqual(['slack demo-1/1 1'])
  })

  test('who lost the lease may say that it was sent, and not that it failed', async () => {
    await queue(['demo-1/1', ['slack']])
    const [slow] = await claimDue(env.DB, T, 1)
    const [quick] = await claimDue(env.DB, T + OUTBOX_LEASE, 1)
    if (!slow || !quick) throw new Error('nothing')
    await markFailed(env.DB, slow, { at: T, error: 'timeout', retryAt: null })
    expect(await listOutbox(env.DB, 'waiting', 10)).toMatchObject([{ attempt: 2, lastError: null }])
    await markSent(env.DB, slow, { at: T + 1, reply: '"first"' })
    await markSent(env.DB, quick, { at: T + 2, reply: '"second"' })
    expect(await listOutbox(env.DB, 'sent', 10)).toMatchObject([{ sentAt: T + 1 }])
  })

  test('forgets what was sent long ago, and nothing that waits', async () => {
    await queue(['demo-1/1', ['slack', 'pager']])
    const [first] = await claimDue(env.DB, T, 1)
    if (!first) throw new Error('nothing')
    await markSent(env.DB, first, { at: T, reply: null })
    await pruneOutbox(env.DB, T + OUTBOX_KEPT)
    expect(await listOutbox(env.DB, 'all', 10)).toMatchObject([{ channel: 'pager' }])
  })
})

const pause = (attempt: number, random: number, retryAfter?: number) => {
  const at = retryAt(attempt, T, { random, ...(retryAfter !== undefined && { retryAfter }) })
  return at === null ? null : (at - T) / 1000
}

test('pauses double, part of each is random, and Retry-After is honoured', () => {
  expect([1, 2, 3, 9, 11].map((attempt) => pause(attempt, 1))).toEqual([15, 30, 60, 3600, 3600])
  expect([0, 0.5, 1].map((random) => pause(1, random))).toEqual([7.5, 11.25, 15])
  expect(pause(1, 0, 120_000)).toBe(120)
  expect(pause(MOST_TRIES, 0)).toBe(null)
})
