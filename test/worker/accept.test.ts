import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ask, bindings, finding, freshTarget, looked, migrate, runWith, TOKEN, unknown } from './support.ts'

const DAY = 86_400_000
const START = Date.UTC(2026, 10, 23, 8)

beforeAll(migrate)
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(START)
})
afterEach(() => {
  vi.useRealTimers()
})

const keyOf = (name: string) => finding(name).key
const pathOf = (target: string, key: string) => `/${target}/findings/${encodeURIComponent(key)}`
const BODY = { who: 'ana@example.com', reason: 'comes back after the import', expires: '8d' }

async function send(method: 'POST' | 'DELETE', target: string, key: string, body: unknown = BODY, token = TOKEN) {
  const response = await ask(bindings([target]), `${pathOf(target, key)}/accept`, {
    method,
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
    ...(method === 'POST' ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
  })
  return { status: response.status, answer: await response.json<object>() }
}
const accept = (target: string, key: string, body?: unknown, token?: string) => send('POST', target, key, body, token)
const withdraw = (target: string, key: string) => send('DELETE', target, key)

interface Report {
  status: string
  findings: { key: string; severity: string; accepted: object | null; lapsed: { why: string } | null }[]
}
const report = async (target: string) => (await ask(bindings([target]), `/${target}?format=json`)).json<Report>()
const code = async (target: string, level: string) =>
  (await ask(bindings([target]), `/${target}?fail_on=${level}`)).status
const rows = async (target: string) =>
  (await env.DB.prepare('select * from acceptances where target = ?1').bind(target).all()).results

/** A target on which a run found these a moment ago. */
async function targetWith(...names: string[]): Promise<string> {
  const target = freshTarget()
  await runWith(target, Date.now(), looked(names.map((name) => finding(name))))
  return target
}

describe('accepting', () => {
  test('a finding that was accepted is shown last, with its severity, and counts for nothing', async () => {
    const target = await targetWith('a')
    expect([(await report(target)).status, await code(target, 'high')]).toEqual(['fail', 503])
    const accepted = {
      who: 'ana@example.com',
      reason: 'comes back after the import',
      at: new Date(START).toISOString(),
      until: new Date(START + 8 * DAY).toISOString(),
    }
    expect(await accept(target, keyOf('a'))).toMatchObject({
      status: 201,
      answer: { key: keyOf('a'), severity: 'high', accepted },
    })
    expect(await report(target)).toMatchObject({ status: 'pass', findings: [{ severity: 'high', accepted }] })
    expect(await code(target, 'low')).toBe(200)

    await runWith(target, START + 1000, looked([finding('a'), finding('b', 'medium')]))
    expect(await report(target)).toMatchObject({
      status: 'warn',
      findings: [
        { key: keyOf('b'), accepted: null },
        { key: keyOf('a'), accepted },
      ],
    })
  })

  test('every view tells it', async () => {
    const target = await targetWith('a')
    await accept(target, keyOf('a'))
    const text = async (path: string) => (await ask(bindings([target]), path)).text()
    const plain = await text(`/${target}?format=text`)
    expect(plain).toMatch(/^PASS .* findings: none · 1 accepted$/m)
    expect(plain).toMatch(/^accepted {2}high: Index a is missing/m)
    expect(plain).toContain('accepted by ana@example.com until 2026-12-01 08:00:00 UTC: comes back')
    expect(await text('/?format=text')).toMatch(/^PASS +target-\d+ .* none /m)
    const page = await text(`/${target}?format=html`)
    expect(page).toContain('nothing was found but what was accepted')
    expect(page).toContain('<h2 id="accepted">')
    expect(await text(`${pathOf(target, keyOf('a'))}?format=text`)).toMatch(/^withdraw {2}curl .* -X DELETE /m)
    const own = await text(`${pathOf(target, keyOf('a'))}?format=html`)
    expect(own).toContain('comes back after the import')
    expect(own).toContain('-X DELETE')
    const list = await (await ask(bindings([target]), `/${target}/findings`)).json()
    expect(list).toMatchObject([{ accepted: { who: 'ana@example.com' } }])
  })

  test('the command that the page shows runs', async () => {
    const target = await targetWith('"it\'s (odd)"')
    const key = keyOf('"it\'s (odd)"')
    const text = await (await ask(bindings([target]), `${pathOf(target, key)}?format=text`)).text()
    const [, body = '', address = ''] = /^accept {4}curl .* -d '(.*?)' '(.*)'$/m.exec(text) ?? []
    const { pathname } = new URL(address.replaceAll(`'\\''`, "'"))
    const response = await ask(bindings([target]), pathname, {
      method: 'POST',
      // As curl sends it.
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      body,
    })
    expect(response.status).toBe(201)
    expect((await report(target)).status).toBe('pass')
  })

  test('a run knows what was accepted: its status, its answer, and how it is told later', async () => {
    const target = await targetWith('a')
    await accept(target, keyOf('a'))
    const done = await runWith(target, START + 1000, looked([finding('a')]))
    expect(done).toMatchObject({ report: { status: 'pass', findings: [{ accepted: { who: 'ana@example.com' } }] } })
    const on = bindings([target])
    const runs = (await ask(on, `/${target}/runs?format=json`)).json()
    expect(await runs).toMatchObject([{ status: 'pass' }, { status: 'fail' }])
    await withdraw(target, keyOf('a'))
    vi.setSystemTime(START + 5000)
    // What was so then stays so.
    expect(await (await ask(on, `/${target}/runs/tick-${START}?format=json`)).json()).toMatchObject({ status: 'fail' })
  })

  test('again is 200, replaces what was said, and leaves one that stands', async () => {
    const target = await targetWith('a')
    expect((await accept(target, keyOf('a'))).status).toBe(201)
    vi.setSystemTime(START + 60_000)
    const again = await accept(target, keyOf('a'), { ...BODY, who: 'bea', expires: '2026-12-24' })
    expect(again).toMatchObject({
      status: 200,
      answer: { accepted: { who: 'bea', until: '2026-12-24T00:00:00.000Z' } },
    })
    expect((await rows(target)).filter((row) => row.withdrawn_at === null)).toMatchObject([{ who: 'bea' }])
    expect(await rows(target)).toHaveLength(2)
  })

  test('is of one target', async () => {
    const [one, other] = [await targetWith('a'), await targetWith('a')]
    await accept(one, keyOf('a'))
    expect([(await report(one)).status, (await report(other)).status]).toEqual(['pass', 'fail'])
    const fleet = await (await ask(bindings([one, other]), '/?format=text')).text()
    expect(fleet.indexOf(other)).toBeLessThan(fleet.indexOf(one))
    expect((await withdraw(other, keyOf('a'))).status).toBe(404)
  })
})

describe('an acceptance ends', () => {
  test('when its time is over, without a run', async () => {
    const target = await targetWith('a')
    await accept(target, keyOf('a'), { ...BODY, expires: '1h' })
    // Within the time for which a report is believed.
    await runWith(target, START + 3_590_000, looked([finding('a')]))
    vi.setSystemTime(START + 3_599_999)
    expect(await report(target)).toMatchObject({ status: 'pass' })
    vi.setSystemTime(START + 3_600_000)
    expect(await report(target)).toMatchObject({
      status: 'fail',
      findings: [{ accepted: null, lapsed: { why: 'expired' } }],
    })
    expect(await code(target, 'high')).toBe(503)
  })

  test('when the finding changes under the same key: another state was accepted', async () => {
    const target = await targetWith('a')
    await accept(target, keyOf('a'))
    await runWith(target, START + 1000, looked([{ ...finding('a'), blueprint: 'another index' } as never]))
    expect(await report(target)).toMatchObject({ status: 'fail', findings: [{ lapsed: { why: 'changed' } }] })
    const text = await (await ask(bindings([target]), `/${target}?format=text`)).text()
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'accepted by ana@example.com on 2026-11-23 08:00:00 UTC in another state, which does not hold for this one',
    )
    await runWith(target, START + 2000, looked([finding('a', 'critical')]))
    expect(await report(target)).toMatchObject({ status: 'fail', findings: [{ lapsed: { why: 'changed' } }] })
    await runWith(target, START + 3000, looked([finding('a')]))
    expect(await report(target)).toMatchObject({ status: 'pass', findings: [{ lapsed: null }] })
  })

  test('not when only the words of its mend do', async () => {
    const target = await targetWith('a')
    await accept(target, keyOf('a'))
    await runWith(target, START + 1000, looked([{ ...finding('a'), mend: ['select 1;'] } as never]))
    expect(await report(target)).toMatchObject({ status: 'pass' })
  })

  test('when it is withdrawn, at once', async () => {
    const target = await targetWith('a')
    await accept(target, keyOf('a'))
    expect(await withdraw(target, keyOf('a'))).toMatchObject({
      status: 200,
      answer: { key: keyOf('a'), accepted: null, lapsed: null },
    })
    expect((await report(target)).status).toBe('fail')
    expect(await withdraw(target, keyOf('a'))).toMatchObject({
      status: 404,
      answer: { type: '/problems/not-accepted' },
    })
    expect((await accept(target, keyOf('a'))).status).toBe(201)
  })
})

describe('what is refused leaves nothing', () => {
  const cases: [what: string, change: object | string, detail: RegExp][] = [
    ['no JSON', '{', /JSON/],
    ['nobody', { who: undefined }, /At who/],
    ['no reason', { reason: undefined }, /At reason/],
    ['an empty reason', { reason: ' ' }, /At reason: must not be empty/],
    ['a reason of 501 characters', { reason: 'x'.repeat(501) }, /more than 500 characters/],
    ['a time that is over', { expires: '2026-11-22T00:00:00Z' }, /is over already/],
    ['this very moment', { expires: new Date(START).toISOString() }, /is over already/],
    ['no time at all', { expires: '0d' }, /is over already/],
    ['more than a year', { expires: '367d' }, /more than a year away/],
    ['a day beyond a year', { expires: '2028-01-01' }, /more than a year away/],
    ['a length that is none', { expires: 'a while' }, /neither a time/],
    ['a time without a zone', { expires: '2026-12-01T00:00:00' }, /neither a time/],
    ['a day that is none', { expires: '2026-02-30' }, /neither a time/],
    ['a number', { expires: 30 }, /At expires/],
    ['a high finding for ever', { expires: undefined }, /a high finding is accepted for a time only/],
  ]
  test.each(cases)('%s', async (_what, change, detail) => {
    const target = await targetWith('a')
    const body = typeof change === 'string' ? change : { ...BODY, ...change }
    const { status, answer } = await accept(target, keyOf('a'), body)
    expect(status).toBe(400)
    expect(answer).toMatchObject({ detail: expect.stringMatching(detail), mend: expect.stringContaining("-d '{") })
    expect(await rows(target)).toEqual([])
  })

  test.each(['medium', 'low', 'info'] as const)(
    'a %s finding may be accepted until that is withdrawn',
    async (severity) => {
      const target = freshTarget()
      await runWith(target, START, looked([finding('a', severity)]))
      const { status, answer } = await accept(target, keyOf('a'), { ...BODY, expires: undefined })
      expect({ status, answer }).toMatchObject({ status: 201, answer: { accepted: { until: null } } })
    },
  )

  test('what was never found, is resolved, or is unknown', async () => {
    const target = await targetWith('a', 'gone')
    await runWith(target, START + 1000, looked([finding('a')], []))
    await runWith(target, START + 2000, looked([finding('a')], [unknown('journal')]))
    expect(await accept(target, keyOf('never'))).toMatchObject({
      status: 404,
      answer: { type: '/problems/unknown-finding' },
    })
    expect(await accept(target, keyOf('gone'))).toMatchObject({ status: 409, answer: { type: '/problems/not-open' } })
    expect(await accept(target, 'journal:subject')).toMatchObject({
      status: 409,
      answer: { type: '/problems/not-acceptable', detail: expect.stringContaining('it could not be read') },
    })
    expect(await rows(target)).toEqual([])
  })

  test('an unknown stays unknown, whatever is accepted beside it', async () => {
    const target = freshTarget()
    await runWith(target, START, looked([finding('a')], [unknown('journal')]))
    expect((await report(target)).status).toBe('fail')
    await accept(target, keyOf('a'))
    expect((await report(target)).status).toBe('unknown')
    expect(await code(target, 'unknown')).toBe(503)
  })

  test('a target that there is not, and a token that is none', async () => {
    const target = await targetWith('a')
    const path = `${pathOf('nobody', keyOf('a'))}/accept`
    const headers = { Authorization: `Bearer ${TOKEN}` }
    const response = await ask(bindings([target]), path, { method: 'POST', headers, body: JSON.stringify(BODY) })
    expect(response.status).toBe(404)
    expect((await accept(target, keyOf('a'), BODY, 'wrong')).status).toBe(401)
    expect(await rows(target)).toEqual([])
  })
})
