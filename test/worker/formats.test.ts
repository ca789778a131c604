import parsePrometheus from 'parse-prometheus-text-format'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { recordDeadRun } from '../../functions/store/dead-runs.ts'
import { ask, bindings, finding, freshTarget, looked, migrate, runWith, unknown } from './support.ts'

const [drifted, clean, unseen, never] = [freshTarget(), freshTarget(), freshTarget(), freshTarget()]
const on = bindings([drifted, clean, unseen, never])
beforeAll(async () => {
  await migrate()
  await runWith(drifted, Date.now(), looked([finding('links_idx'), finding('other_idx', 'medium')]))
  await runWith(clean, Date.now(), looked([]))
  await runWith(unseen, Date.now(), looked([], [unknown('connectivity')]))
})

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await ask(on, path, { headers })
  return {
    status: response.status,
    type: response.headers.get('Content-Type'),
    vary: response.headers.get('Vary'),
    text: await response.text(),
  }
}
const BROWSER = { 'User-Agent': 'Mozilla/5.0', Accept: 'text/html,*/*;q=0.8' }

describe.each([
  ['ndjson', 'application/x-ndjson; charset=utf-8', '{"kind":"target"'],
  ['prometheus', 'text/plain; version=0.0.4; charset=utf-8', '# HELP plumbline_target_status'],
  ['nagios', 'text/plain; charset=utf-8', 'PLUMBLINE CRITICAL - '],
])('?format=%s', (format, type, begins) => {
  test('wins over every client, for one target and for all', async () => {
    for (const path of [`/${drifted}`, '/']) {
      const answer = await get(`${path}?format=${format}`, BROWSER)
      expect(answer).toMatchObject({ status: 200, type, vary: 'Accept, User-Agent' })
      expect(answer.text.startsWith(begins)).toBe(true)
    }
  })
})

test.each([
  ['sarif', 'application/sarif+json; charset=utf-8'],
  ['junit', 'application/xml; charset=utf-8'],
  ['markdown', 'text/markdown; charset=utf-8'],
])('one target is %s, all of them are not', async (format, type) => {
  expect(await get(`/${drifted}?format=${format}`)).toMatchObject({ status: 200, type })
  expect((await get(`/?format=${format}`)).status).toBe(400)
})

test('fail_on holds in every format', async () => {
  for (const format of ['ndjson', 'nagios', 'sarif'])
    expect((await get(`/${drifted}?format=${format}&fail_on=high`)).status).toBe(503)
})

test('who accepts NDJSON gets it', async () => {
  expect((await get(`/${drifted}`, { Accept: 'application/x-ndjson' })).type).toContain('x-ndjson')
})

const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length))

test('?width= is how wide a text is', async () => {
  expect(widest((await get('/?format=text&width=40')).text.split('\n\n')[0] ?? '')).toBeLessThanOrEqual(40)
  for (const width of ['39', '201', 'wide']) expect((await get(`/?format=text&width=${width}`)).status).toBe(400)
})

test('Prometheus finds all targets and the monitor itself at /metrics, whatever it accepts', async () => {
  await recordDeadRun(env.DB, { id: 'm1', target: clean, diedAt: Date.now(), message: null })
  const { status, type, text } = await get('/metrics', {
    Accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5',
  })
  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  const read = new Map(parsePrometheus(text).map(({ name, metrics }) => [name, metrics]))
  expect(read.get('plumbline_findings')).toContainEqual({
    labels: { target: drifted, environment: 'production', severity: 'high' },
    value: '1',
  })
  expect(read.get('plumbline_dead_runs')).toEqual([{ value: '1' }])
  expect(read.get('plumbline_cron_missed')).toHaveLength(3)
})

describe('health+json', () => {
  test.each([
    [drifted, 503, 'fail'],
    [clean, 200, 'pass'],
    [unseen, 503, 'fail'],
    [never, 503, 'fail'],
  ])('of %s is %d', async (target, code, status) => {
    const answer = await get(`/${target}/health`)
    expect(answer).toMatchObject({ status: code, type: 'application/health+json' })
    expect(JSON.parse(answer.text)).toMatchObject({ status, serviceId: target })
    expect((await get(`/${target}/health?format=text`)).text).toMatch(new RegExp(`^${status}`))
  })

  test('of the monitor warns of runs that died', async () => {
    const answer = await get('/healthz', { Accept: 'application/health+json' })
    expect(answer).toMatchObject({ status: 200, type: 'application/health+json' })
    expect(JSON.parse(answer.text)).toMatchObject({ status: 'warn', checks: { 'runs:dead': [{ observedValue: 1 }] } })
    expect((await get('/healthz?format=text')).text).toContain('1 broke at every try within a day')
  })
})

test('badges', async () => {
  expect(await get(`/${clean}/badge.svg`, BROWSER)).toMatchObject({ status: 200, type: 'image/svg+xml; charset=utf-8' })
  expect(JSON.parse((await get(`/${drifted}/badge.json`)).text)).toMatchObject({
    schemaVersion: 1,
    label: drifted,
    message: '1 high, 1 medium',
  })
  expect(JSON.parse((await get('/badge.json')).text)).toMatchObject({ label: 'database', color: 'red' })
  expect((await get('/badge.svg')).text).toContain('<svg')
  expect((await get('/nobody/badge.svg')).status).toBe(404)
})

test('feeds have what opened', async () => {
  const rss = await get(`/${drifted}/feed.xml`)
  expect(rss).toMatchObject({ status: 200, type: 'application/rss+xml; charset=utf-8' })
  expect(rss.text).toContain(`· ${drifted} ·`)
  const json = await get('/feed.json')
  expect(json.type).toBe('application/feed+json; charset=utf-8')
  expect(JSON.parse(json.text)).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', language: 'en' })
  const { items } = z.object({ items: z.array(z.object({ url: z.string() })) }).parse(JSON.parse(json.text))
  expect(items.some(({ url }) => url.startsWith(`https://plumbline.test/incidents/${drifted}-`))).toBe(true)
  expect((await get('/nobody/feed.xml')).status).toBe(404)
})

test('/:help lists every path of the OpenAPI document, and asks for no token', async () => {
  const closed = bindings([clean], { PLUMBLINE_READ_TOKEN: 'read' })
  const help = await (await ask(closed, '/:help')).text()
  const { paths } = z
    .object({ paths: z.record(z.string(), z.unknown()) })
    .parse(await (await ask(closed, '/openapi.json')).json())
  const missing = Object.keys(paths).filter((path) => !help.includes(path.replaceAll(/\{(\w+)\}/g, ':$1')))
  expect(missing).toEqual([])
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/metrics',
      '/:help',
      '/{target}/health',
      '/{target}/badge.svg',
      '/{target}/badge.json',
      '/badge.svg',
      '/feed.xml',
      '/{target}/feed.json',
    ]),
  )
  for (const path of ['/metrics', '/badge.svg', '/feed.xml', '/channels'])
    expect((await ask(closed, path)).status).toBe(401)
})
