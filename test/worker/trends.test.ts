import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Sample } from '../../functions/model/health.ts'
import { daysSince, DAYS_KEPT, pruneDays } from '../../functions/store/days.ts'
import { keepSample, samplesAt } from '../../functions/store/samples.ts'
import { ask, bindings, freshTarget, migrate } from './support.ts'

const DAY = 86_400_000
const NOW = Date.now()

beforeAll(migrate)

const sample = (at: number, day: number): Sample => ({
  at,
  statsReset: null,
  started: 0,
  counters: { size: 1e9 + day * 1e7, xid_age: 1e6 * (day + 1) },
  settings: {},
  looked: {},
  objects: {
    tables: {
      'public.big': { rows: 1e6 + 500 * day, exact: false, bytes: 5e8 + 1e6 * day },
      'public.small': { rows: 7, exact: true, bytes: 8192 },
    },
    sequences: { 'public.id_seq': { used: 2e9 + 1e6 * day, of: 2_147_483_646 } },
  },
})

/** A target that was looked at daily for so many days. */
async function lookedAt(days: number): Promise<string> {
  const target = freshTarget()
  for (let day = 0; day < days; day++) await keepSample(env.DB, target, sample(NOW - (days - 1 - day) * DAY, day), true)
  return target
}

const shown = async (target: string, query: string) => ask(bindings([target]), `/${target}/trends${query}`)

describe('GET /:target/trends', () => {
  test('says when what ends, and what grows, in three formats', async () => {
    const target = await lookedAt(10)
    const text = await (await shown(target, '?format=text')).text()
    expect(text).toContain('from 10 daily and')
    expect(text).toMatch(
      /Sequence public\.id_seq +2,009,000,000 of 2,147,483,646 \(93\.6 %\) +1000000 a day; its end: 138 days/,
    )
    expect(text).toMatch(/public\.big +~1,004,500 +485 MB +977 kB, 500 rows/)
    expect(text).toMatch(/public\.small +7 /)
    const json = await (await shown(target, '?format=json')).json()
    expect(json).toMatchObject({
      target,
      series: expect.arrayContaining([
        expect.objectContaining({
          name: 'sequence:public.id_seq',
          trend: expect.objectContaining({ state: 'known', perDay: 1e6 }),
        }),
      ]),
    })
    const page = await (await shown(target, '?format=html')).text()
    expect(page).toContain('Sequence public.id_seq')
  })

  test('with too few readings it says so, and with none', async () => {
    expect(await (await shown(await lookedAt(3), '?format=text')).text()).toContain('not known: 3 of 6 readings')
    expect(await (await shown(freshTarget(), '?format=text')).text()).toContain('there are no readings yet')
    expect(await (await shown(await lookedAt(10), '?format=text&days=3')).text()).toContain(
      'not known: 4 of 6 readings',
    )
  })

  test.each(['days=many', 'days=1', 'days=4000', 'days=2.5'])('?%s is refused with the parameter', async (query) => {
    const response = await shown(freshTarget(), `?${query}`)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      400,
      expect.stringContaining('problem+json'),
    ])
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('days'), mend: expect.any(String) })
  })

  test('of no such target there is none; the target itself is not asked', async () => {
    expect((await ask(bindings(['one']), '/two/trends')).status).toBe(404)
    // NOWHERE is its address: nothing listens there.
    expect((await shown(freshTarget(), '')).status).toBe(200)
  })
})

test('a day has one row, which its newest daily look wrote; old ones go', async () => {
  const target = freshTarget()
  const midnight = NOW - (NOW % DAY)
  await keepSample(env.DB, target, sample(midnight + 1000, 1), true)
  await keepSample(env.DB, target, sample(midnight + 2000, 2), true)
  await keepSample(env.DB, target, sample(midnight + 3000, 3), false)
  const days = await daysSince(env.DB, target, midnight, true)
  expect(days).toMatchObject([{ at: midnight + 2000, figures: { size: 1e9 + 2e7 } }])
  expect((await daysSince(env.DB, target, midnight, false))[0]?.objects).toEqual({ tables: {}, sequences: {} })
  await pruneDays(env.DB, midnight + DAYS_KEPT)
  expect(await daysSince(env.DB, target, 0, true)).toEqual([])
})

test('how far a pass over a big table came outlives a tick that leaves no sample', async () => {
  const target = freshTarget()
  const pass = (next: number) => ({ fk: { began: NOW, next, pages: 900, found: 1, ended: null } })
  await keepSample(env.DB, target, { ...sample(NOW - DAY, 1), passes: pass(100) }, true)
  await keepSample(env.DB, target, { ...sample(NOW - DAY + 1000, 1), passes: pass(200) }, false)
  await keepSample(env.DB, target, sample(NOW - DAY + 2000, 1), false)
  const { passes, whole } = await samplesAt(env.DB, target, NOW)
  expect([passes, whole?.objects]).toEqual([pass(200), undefined])
})
