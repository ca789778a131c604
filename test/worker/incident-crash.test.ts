import { env } from 'cloudflare:workers'
import { beforeAll, expect, inject, test } from 'vitest'
import { settingsOf } from '../../functions/env.ts'
import type { Look } from '../../functions/model/run.ts'
import { actOnIncident } from '../../functions/run/incidents/act.ts'
import { advanceIncidents } from '../../functions/run/incidents/advance.ts'
import { performRun } from '../../functions/run/perform.ts'
import { listIncidents, timelineOf } from '../../functions/store/incidents.ts'
import { claimDue, markSent, OUTBOX_LEASE } from '../../functions/store/outbox.ts'
import { LEASE } from '../../functions/store/runs.ts'
import { Crash, crashing, Invocation, type CutOff } from './crashing.ts'
import { bindings, finding, freshTarget, looked, migrate, request } from './support.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** vitest.config.ts */
    crashes: string
  }
}

beforeAll(migrate)

/**
 * CRASHES=300 is the long run: a crash before and after every await, and so many stories with two crashes. Else every so many
 * of them are tried.
 */
const asked = inject('crashes')
const LONG = asked !== ''
const EVERY = LONG ? 1 : 13
const PAIRS = LONG ? Number(asked) : 2

const MINUTE = 60_000
const T = Date.UTC(2026, 10, 23, 8)
/** After this a run's message has come again, and what was claimed of the outbox is due again. */
const LATER = Math.max(LEASE, OUTBOX_LEASE) + 1

/** What the receivers got: `channel key`. */
type Inbox = string[]

/** A whole story of one incident: opened, escalated, taken on, over; what is cut off is done again later. */
async function story(cuts: readonly CutOff[]) {
  const target = freshTarget()
  const inbox: Inbox = []
  const left = [...cuts]
  const counts: number[] = []
  let now = T
  let invocation = new Invocation(null)
  const CHANNELS = { primary: {}, secondary: {} }
  const of = () => bindings([target], { CHANNELS, DB: crashing(env.DB, invocation) })
  const run = (at: number, look: Look) => async () => {
    const on = of()
    const [configured] = settingsOf(on).targets
    if (!configured) throw new Error('no target')
    await performRun({ env: on, target: configured, now: () => now, look: async () => look }, request(target, at))
  }
  /** What waits for another to be sent is due after it: until there is nothing. */
  const deliver = async () => {
    const on = of()
    for (;;) {
      const rows = await claimDue(on.DB, now, 10)
      if (rows.length === 0) return
      for (const row of rows) {
        await invocation.doing(async () => {
          if (row.notification.target === target) inbox.push(`${row.channel} ${row.notification.key}`)
        })
        await markSent(on.DB, row, { at: now, reply: null })
      }
    }
  }
  /** Until it is done; each cut is one crash, counted in awaits over the whole story. */
  const surely = async (work: () => Promise<unknown>) => {
    for (;;) {
      const done = counts.reduce((sum, n) => sum + n, 0)
      const [cut] = left
      invocation = new Invocation(cut ? { ...cut, at: cut.at - done } : null)
      try {
        await work()
        return
      } catch (error) {
        if (!(error instanceof Crash)) throw error
        left.shift()
        now += LATER
      } finally {
        counts.push(invocation.awaits)
      }
    }
  }
  const tick = async () => advanceIncidents(of(), now)
  const acknowledge = () => actOnIncident(of(), `${target}-1`, { type: 'acknowledge', by: 'ann' }, now)

  await surely(run(T, looked([finding('a')])))
  await surely(deliver)
  now += 120 * MINUTE
  await surely(tick)
  await surely(deliver)
  await surely(acknowledge)
  await surely(run(T + 130 * MINUTE, looked([])))
  await surely(deliver)
  // What was claimed by an invocation that is gone comes again.
  for (let i = 0; i < cuts.length; i += 1) {
    now += LATER
    await surely(deliver)
  }
  return { target, inbox, crashes: cuts.length - left.length, awaits: counts.reduce((sum, n) => sum + n, 0) }
}

/** In its order, with what came twice told once. */
const once = (inbox: Inbox) => [...new Set(inbox)]

const EXPECTED = [
  'primary 1/1',
  'secondary 1/2',
  'primary 1/3',
  'secondary 1/3',
  'primary 1/4',
  'secondary 1/4',
] as const

/** What a story broke of what is promised; empty: nothing. */
async function brokenBy(cuts: readonly CutOff[]): Promise<string[]> {
  const { target, inbox, crashes } = await story(cuts)
  const keys = inbox.map((line) => line.replace(`${target}-`, ''))
  const records = await listIncidents(env.DB, target, 'all', 10)
  const lines = (await timelineOf(env.DB, `${target}-1`)).map(({ entry }) => entry.what)
  const count = (what: string) => lines.filter((line) => line === what).length
  const broken = [
    [
      'something was lost, or is another than without crashes',
      once(keys).toSorted().join() !== EXPECTED.toSorted().join(),
    ],
    ['more came twice than crashes happened', keys.length - once(keys).length > crashes],
    ['a channel was told in another order', ['primary', 'secondary'].some((channel) => !isInOrder(keys, channel))],
    ['there is not one incident, resolved', records.length !== 1 || records[0]?.incident.stage !== 'resolved'],
    ['it was resolved more or less than once', count('resolved') !== 1],
    ['it was opened more or less than once', count('opened') !== 1],
    ['it was paged otherwise', count('paged') !== 4],
  ] as const
  return broken.flatMap(([what, is]) => (is ? [`${what}: ${JSON.stringify(cuts)} ${keys.join(', ')}`] : []))
}

const isInOrder = (keys: readonly string[], channel: string) => {
  const own = keys.filter((key) => key.startsWith(channel))
  return own.every((key, i) => i === 0 || key >= (own[i - 1] ?? ''))
}

test('without a crash each message comes once', async () => {
  const { target, inbox } = await story([])
  expect(inbox.map((line) => line.replace(`${target}-`, ''))).toEqual(EXPECTED)
})

test('cut off before or after any await, nothing is lost and little is told twice', async () => {
  const { awaits } = await story([])
  const broken: string[] = []
  // An odd step, so that both sides are met.
  for (let i = 0; i < awaits * 2; i += EVERY)
    broken.push(...(await brokenBy([{ at: 1 + Math.floor(i / 2), when: i % 2 === 0 ? 'before' : 'after' }])))
  expect(awaits).toBeGreaterThan(30)
  expect(broken).toEqual([])
}, 120_000)

test(`of ${PAIRS} stories with two crashes none breaks a promise`, async () => {
  const broken: string[] = []
  for (let i = 0; i < PAIRS; i += 1) {
    // Two numbers that are never again the same pair for long: steps of the golden ratio and of √2.
    const [a, b] = [(i * 0.618_034) % 1, (i * 0.414_214) % 1].map((part) => 1 + Math.floor(part * 38))
    const cuts = [a ?? 1, b ?? 1].toSorted((x, y) => x - y)
    const when = (n: number) => ((i >> n) % 2 === 0 ? 'before' : 'after')
    broken.push(
      ...(await brokenBy([
        { at: cuts[0] ?? 1, when: when(0) },
        { at: (cuts[1] ?? 1) + 2, when: when(1) },
      ])),
    )
  }
  expect(broken).toEqual([])
}, 600_000)
