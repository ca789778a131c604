import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { ask, bindings, finding, freshTarget, looked, migrate, runWith, unknown } from './support.ts'

const target = freshTarget()
const on = bindings([target])
const NASTY = `"<script>alert('x')</script>.a:b"`
const key = finding(NASTY).key
beforeAll(async () => {
  await migrate()
  await runWith(target, Date.now(), looked([finding(NASTY), finding('links_idx')], [unknown('journal')]))
})

const paths = ['/', `/${target}`, `/${target}/findings/${encodeURIComponent(key)}`]

test.each(paths)('%s is a document with landmarks and a language, and no script or style in it', async (path) => {
  const response = await ask(on, `${path}?format=html`)
  const page = await response.text()
  expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'; style-src 'self'")
  expect(response.headers.get('Content-Security-Policy')).toContain("script-src 'self'; connect-src 'self'")
  expect(page).toMatch(/^<!doctype html>\s*<html lang="en">/i)
  for (const landmark of ['<header>', '<main id="main">', '<footer>', '<h1>']) expect(page).toContain(landmark)
  expect(page.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/live.js">'])
  expect(page).not.toMatch(/ style=|<style| on\w+=/)
})

test('who has a page open is told whether there is news; how long ago something was is none', async () => {
  const path = `/${target}?format=html`
  const first = await ask(on, path)
  const etag = first.headers.get('ETag') ?? ''
  expect(etag).toMatch(/^W\/"[0-9a-f]{40}"$/)
  expect(first.headers.get('Cache-Control')).toBe('no-store')
  await new Promise((later) => setTimeout(later, 1100))
  const again = await ask(on, path, { headers: { 'If-None-Match': etag } })
  expect(again.status).toBe(304)
  await runWith(target, Date.now(), looked([finding(NASTY), finding('another')], [unknown('journal')]))
  const news = await ask(on, path, { headers: { 'If-None-Match': etag } })
  expect(news.status).toBe(200)
  expect(await news.text()).toContain('another')
})

test('a finding with a name full of signs is reached through its link, and shows its SQL', async () => {
  const page = await (await ask(on, `/${target}?format=html`)).text()
  expect(page).toContain(`href="/${target}/findings/${encodeURIComponent(key).replaceAll("'", '&#39;')}"`)
  const detail = await (await ask(on, `${paths[2]}?format=html`)).text()
  expect(detail).toContain('create index &quot;&lt;script&gt;')
  expect(detail).toContain('0003_links')
  const json = await (await ask(on, `${paths[2]}?format=json`)).json()
  expect(json).toMatchObject({ key, severity: 'high' })
})

test.each([
  ['/style.css', /^text\/css/],
  ['/live.js', /^text\/javascript/],
])('%s is there for whoever may read nothing else, and what did not change is not sent again', async (path, type) => {
  const first = await ask(bindings([target], { PLUMBLINE_READ_TOKEN: 'reader' }), path)
  expect(first.headers.get('Content-Type')).toMatch(type)
  const again = await ask(on, path, { headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } })
  expect(again.status).toBe(304)
})

test('the OpenAPI document has every route', async () => {
  const document = await (await ask(on, '/openapi.json')).json<{ paths: Record<string, Record<string, unknown>> }>()
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  expect(routes.toSorted()).toEqual([
    'delete /{target}/findings/{key}/accept',
    'get /',
    'get /:help',
    'get /analytics',
    'get /badge.json',
    'get /badge.svg',
    'get /channels',
    'get /checks',
    'get /checks/{id}',
    'get /compare',
    'get /feed.json',
    'get /feed.xml',
    'get /healthz',
    'get /incidents',
    'get /incidents/{id}',
    'get /incidents/{id}/acknowledge',
    'get /incidents/{id}/resolve',
    'get /incidents/{id}/snooze',
    'get /metrics',
    'get /outbox',
    'get /problems/{name}',
    'get /status',
    'get /{target}',
    'get /{target}/analytics',
    'get /{target}/announcements',
    'get /{target}/backups',
    'get /{target}/badge.json',
    'get /{target}/badge.svg',
    'get /{target}/blueprints',
    'get /{target}/blueprints/changes',
    'get /{target}/deploys',
    'get /{target}/deploys/{id}',
    'get /{target}/deploys/{id}/performance',
    'get /{target}/feed.json',
    'get /{target}/feed.xml',
    'get /{target}/figures',
    'get /{target}/findings',
    'get /{target}/findings/{key}',
    'get /{target}/gate',
    'get /{target}/health',
    'get /{target}/incidents',
    'get /{target}/journal',
    'get /{target}/migrations',
    'get /{target}/performance',
    'get /{target}/pins',
    'get /{target}/pins/{hash}',
    'get /{target}/runs',
    'get /{target}/runs/{id}',
    'get /{target}/trends',
    'post /announcements/{id}/cancelled',
    'post /announcements/{id}/done',
    'post /announcements/{id}/started',
    'post /announcements/{id}/update',
    'post /channels/{name}/test',
    'post /hooks/{sender}/{target}',
    'post /incidents/{id}/acknowledge',
    'post /incidents/{id}/comments',
    'post /incidents/{id}/resolve',
    'post /incidents/{id}/snooze',
    'post /outbox/{id}/retry',
    'post /{target}/announcements',
    'post /{target}/backups',
    'post /{target}/backups/logical',
    'post /{target}/blueprints',
    'post /{target}/findings/{key}/accept',
    'post /{target}/migrations',
    'post /{target}/performance',
    'post /{target}/pins',
    'post /{target}/preflight',
    'post /{target}/runs',
    'put /incidents/{id}/document',
  ])
})

test('the OpenAPI document says what a decision holds', async () => {
  const { paths, components } = await (
    await ask(on, '/openapi.json')
  ).json<{ paths: Record<string, { post: { requestBody: object } }>; components: { schemas: object } }>()
  for (const [path, name] of [
    ['/{target}/pins', 'Decision'],
    ['/{target}/findings/{key}/accept', 'Acceptance'],
    ['/incidents/{id}/snooze', 'SnoozeIncident'],
    ['/incidents/{id}/comments', 'CommentIncident'],
  ]) {
    const schema = { $ref: `#/components/schemas/${name}` }
    expect(paths[path ?? '']?.post.requestBody).toMatchObject({
      required: true,
      content: { 'application/json': { schema } },
    })
  }
  expect(components.schemas).toMatchObject({
    Decision: { required: ['who', 'reason'], properties: { reason: { minLength: 1, maxLength: 500 } } },
    Acceptance: { required: ['who', 'reason'], properties: { expires: { type: 'string' } } },
  })
})

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)

interface Told {
  targets: Record<string, unknown>[]
}

describe('analytics and figures', () => {
  const [shop, quiet] = [freshTarget(), freshTarget()]
  const counted = bindings([shop, quiet])
  const NOW = Date.now()
  const DAY = 86_400_000

  beforeAll(async () => {
    const drifted = { ...finding('a'), cause: { kind: 'removed' as const, migration: null, whole: false } }
    await runWith(shop, NOW - 3 * DAY, looked([]))
    await runWith(shop, NOW - 2 * DAY, looked([drifted]))
    await runWith(shop, NOW - DAY, looked([]))
    await env.DB.prepare(
      `insert into deploys (target, id, subject, n, sender, state, origin, at, before_asked, after_asked)
     values (?1, 'd-1', 'd', 1, 'bearer', 'failed', '', ?2, ?2, ?3)`,
    )
      .bind(shop, NOW - DAY, NOW - DAY + 90_000)
      .run()
  })

  const json = async (path: string) =>
    (await ask(counted, path, { headers: { Accept: 'application/json' } })).json<Told>()

  test('a drift that was noticed and mended, by whom as far as it shows, and a deploy that failed', async () => {
    const { targets } = await json(`/${shop}/analytics`)
    expect(targets).toEqual([
      expect.objectContaining({
        target: shop,
        drifts: 1,
        mended: 1,
        open: 0,
        notice: { of: 1, median: DAY, longest: DAY },
        mend: { of: 1, median: DAY, longest: DAY },
        ways: [{ way: 'by hand', role: null, application: null, drifts: 1 }],
        deploys: 1,
        failed: 1,
        took: { of: 1, median: 90_000, longest: 90_000 },
      }),
    ])
  })

  test('of all targets, in every format', async () => {
    expect((await json('/analytics')).targets.map(({ target, drifts }) => [target, drifts])).toEqual([
      [shop, 1],
      [quiet, 0],
    ])
    const text = await (await ask(counted, '/analytics?format=text')).text()
    expect(text).toMatch(new RegExp(`${shop} +1 +1 +0 +24 h +24 h`))
    const csv = await ask(counted, `/${shop}/analytics?format=csv`)
    expect(csv.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    const rows = (await csv.text()).trim().split('\r\n')
    expect(rows[0]).toBe(
      'target,week,drifts,mended,migrations_applied,migrations_undone,deploys,deploys_failed,deploy_median_ms,drifts_by_role',
    )
    expect(rows.slice(1).reduce((sum, row) => sum + Number(row.split(',')[2]), 0)).toBe(1)
    const page = await (await ask(counted, `/${shop}/analytics?format=html`)).text()
    expect(page).toContain('1 by hand; of 1 the role is unknown')
  })

  describe('a range that cannot be is refused, and says what can', () => {
    test.each([
      ['from=yesterday', /query from: yesterday is no day/],
      ['from=2026-02-30', /2026-02-30 is no day/],
      [`to=${day(NOW + 2 * DAY)}`, /to lies in the future/],
      ['from=2026-02-02&to=2026-02-01', /from \(2026-02-02\) is after to/],
      ['from=2020-01-01&to=2026-01-01', /more than 400 days/],
      ['format=xml', /format=xml is not one of text, json, html, csv/],
    ])('%s', async (query, detail) => {
      const response = await ask(counted, `/analytics?${query}`)
      expect(response.status).toBe(400)
      expect(response.headers.get('Content-Type')).toBe('application/problem+json')
      expect(await response.json()).toMatchObject({ detail: expect.stringMatching(detail), mend: expect.any(String) })
    })
    test('days of figures, too', async () => {
      expect((await ask(counted, `/${shop}/figures?days=0`)).status).toBe(400)
      expect((await ask(counted, `/${shop}/figures?days=soon`)).status).toBe(400)
    })
  })

  test('figures: how long looks took, with the deploys beside them; the year is read from days', async () => {
    const figures = await (
      await ask(counted, `/${shop}/figures`, { headers: { Accept: 'application/json' } })
    ).json<{
      charts: { id: string; series: { points: { value: number | null }[] }[] }[]
      deploys: { label: string }[]
    }>()
    const [latency] = figures.charts
    expect(latency).toMatchObject({ id: 'latency' })
    expect(latency?.series[0]?.points.map(({ value }) => value)).toEqual([12, 12, 12])
    expect(figures.deploys).toMatchObject([{ label: 'deploy d-1' }])
    const year = await (await ask(counted, `/${shop}/figures?days=365&format=text`)).text()
    expect(year).toContain('mean: newest 12 ms, from 12 ms to 12 ms')
  })
})

const asked = (settings: Record<string, unknown>, targets: string[], format = 'text') =>
  ask(bindings(targets, { PLUMBLINE_READ_TOKEN: 'reader', ...settings }), `/status?format=${format}`)

describe('the public status page', () => {
  const FORMATS = ['text', 'json', 'html']
  test('nothing of a report is in it but whether the target is operational', async () => {
    const secret = fc.stringMatching(/^[a-z]{3}_[a-z]{9}$/)
    await fc.assert(
      fc.asyncProperty(fc.array(secret, { minLength: 7, maxLength: 7 }), async (secrets) => {
        const [object = '', subject = '', reason = '', tag = '', server = '', environment = '', mend = ''] = secrets
        const name = freshTarget()
        const seen = looked([finding(object, 'high')], [{ ...unknown('journal'), subject, reason, mend }])
        const position = { index: 0, tag, of: 1, applied: 1 }
        await runWith(name, Date.now(), { ...seen, position, postgres: server, blueprint: { hash: tag, tag } })
        const TARGETS = { [name]: { url_secret: 'SOME_URL', environment } }
        for (const format of FORMATS) {
          const response = await asked({ TARGETS, PUBLIC_STATUS: { [name]: 'Shop <1>' } }, [name], format)
          const said = `${await response.text()} ${JSON.stringify([...response.headers])}`
          expect(response.status).toBe(200)
          expect(said).toContain('degraded')
          expect(
            [...secrets, name, 'links', 'index', 'drift', 'nowhere'].filter((text) => said.includes(text)),
          ).toEqual([])
        }
      }),
      { numRuns: 8 },
    )
  })

  test('each day is told, and one that nobody looked at is unknown', async () => {
    const name = freshTarget()
    const DAY = 86_400_000
    await runWith(name, Date.now() - 3 * DAY, looked([finding('x', 'high')]))
    await runWith(name, Date.now() - DAY, looked([]))
    await runWith(name, Date.now(), looked([finding('x', 'low')]))
    const response = await asked({ PUBLIC_STATUS: `{"${name}":"Shop"}` }, [name], 'json')
    const { state, targets } = await response.json<{ state: string; targets: { days: { state: string }[] }[] }>()
    expect(state).toBe('operational')
    expect(targets[0]?.days.map((day) => day.state).slice(-5)).toEqual([
      'unknown',
      'degraded',
      'unknown',
      'operational',
      'operational',
    ])
  })

  test('where it is not set there is none', async () => expect((await asked({}, ['shop'])).status).toBe(404))

  test.each([
    [{ nobody: 'Shop' }, ['nobody']],
    [{ 'its-secret-name': '' }, ['its-secret-name']],
    [{ 'its-secret-name': 'Shop', b: 'Shop' }, ['its-secret-name', 'Shop']],
    ['[', []],
  ])('settings that do not hold are for the log, not for the public: %j', async (PUBLIC_STATUS, told) => {
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    const response = await asked({ PUBLIC_STATUS }, ['its-secret-name', 'b'])
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(logged.mock.calls.flat().join(' ')).toContain('PUBLIC_STATUS')
    for (const name of told) expect(text).not.toContain(name)
    logged.mockRestore()
  })
})
