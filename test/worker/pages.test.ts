import { beforeAll, expect, test } from 'vitest'
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

test.each(paths)('%s is a document without script, with landmarks and a language', async (path) => {
  const response = await ask(on, `${path}?format=html`)
  const page = await response.text()
  expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'; style-src 'self'")
  expect(page).toMatch(/^<!doctype html>\s*<html lang="en">/i)
  for (const landmark of ['<header>', '<main id="main">', '<footer>', '<h1>']) expect(page).toContain(landmark)
  expect(page).not.toContain('<script')
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

test('the style sheet is there, and what did not change is not sent again', async () => {
  const first = await ask(on, '/style.css')
  expect(first.headers.get('Content-Type')).toMatch(/^text\/css/)
  const again = await ask(on, '/style.css', { headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } })
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
    'get /{target}',
    'get /{target}/announcements',
    'get /{target}/backups',
    'get /{target}/badge.json',
    'get /{target}/badge.svg',
    'get /{target}/blueprints',
    'get /{target}/blueprints/changes',
    'get /{target}/deploys',
    'get /{target}/deploys/{id}',
    'get /{target}/feed.json',
    'get /{target}/feed.xml',
    'get /{target}/deploys/{id}/performance',
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
    expect(paths[path ?? '']?.post.requestBody).toEqual({ required: true, content: { 'application/json': { schema } } })
  }
  expect(components.schemas).toMatchObject({
    Decision: { required: ['who', 'reason'], properties: { reason: { minLength: 1, maxLength: 500 } } },
    Acceptance: { required: ['who', 'reason'], properties: { expires: { type: 'string' } } },
  })
})
