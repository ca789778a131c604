import { beforeAll, describe, expect, test } from 'vitest'
import { ask, bindings, finding, freshTarget, looked, migrate, runWith } from './support.ts'

const target = freshTarget()
const on = bindings([target])
beforeAll(async () => {
  await migrate()
  await runWith(target, Date.now(), looked([finding('links_idx')]))
})

const clients = {
  curl: { 'User-Agent': 'curl/8.5.0', Accept: '*/*' },
  httpie: { 'User-Agent': 'HTTPie/3.2.2', Accept: '*/*' },
  wget: { 'User-Agent': 'Wget/1.21.4', Accept: '*/*' },
  'a browser': {
    'User-Agent': 'Mozilla/5.0',
    Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  },
  'a program': { Accept: 'application/json' },
  'a program that takes anything': { 'User-Agent': 'node', Accept: '*/*' },
  'a program without headers': {},
  'curl for JSON': { 'User-Agent': 'curl/8.5.0', Accept: 'application/json' },
  'a program that likes text better': { Accept: 'application/json;q=0.5, text/plain' },
} satisfies Record<string, Record<string, string>>

const text = /^text\/plain/
const json = /^application\/json/
const html = /^text\/html/

describe.each([
  ['/', [text, text, text, html, json, json, json, json, text]],
  [`/${target}`, [text, text, text, html, json, json, json, json, text]],
  [
    `/${target}/findings/${encodeURIComponent('drift:index:public.links_idx')}`,
    [text, text, text, html, json, json, json, json, text],
  ],
  [`/${target}/findings`, [text, text, text, text, json, json, json, json, text]],
  [`/${target}/runs`, [text, text, text, html, json, json, json, json, text]],
  [`/${target}/blueprints`, [text, text, text, text, json, json, json, json, text]],
  [`/${target}/pins`, [text, text, text, html, json, json, json, json, text]],
  [`/${target}/figures`, [text, text, text, html, json, json, json, json, text]],
  ['/analytics', [text, text, text, html, json, json, json, json, text]],
  ['/healthz', [text, text, text, text, json, json, json, json, text]],
] as const)('GET %s', (path, expected) => {
  test.each(Object.entries(clients).map(([client, headers], i) => [client, expected[i], headers] as const))(
    'gives %s %s',
    async (_client, type, headers) => {
      const response = await ask(on, path, { headers })
      expect(response.status).toBe(200)
      expect(response.headers.get('Content-Type')).toMatch(type ?? /^$/)
      expect(response.headers.get('Vary')).toBe('Accept, User-Agent')
    },
  )
})

test.each([
  ['text', text],
  ['json', json],
  ['html', html],
])('?format=%s wins over every client', async (format, type) => {
  for (const headers of Object.values(clients)) {
    const response = await ask(on, `/${target}?format=${format}`, { headers })
    expect(response.headers.get('Content-Type')).toMatch(type)
  }
})

test('an unknown format is a problem that lists the formats', async () => {
  const response = await ask(on, `/${target}?format=yaml`)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    type: '/problems/unknown-format',
    detail:
      'format=yaml is not one of text, json, html, ndjson, prometheus, nagios, sarif, github, gitlab, junit, markdown.',
  })
})

test.each([
  ['', 200],
  ['?fail_on=critical', 200],
  ['?fail_on=high', 503],
  ['?fail_on=unknown', 503],
  ['?fail_on=low', 503],
  ['?fail_on=sometimes', 400],
])('a target with a high finding answers %s with %d', async (query, status) => {
  expect((await ask(on, `/${target}${query}`)).status).toBe(status)
  expect((await ask(on, `/${query}`)).status).toBe(status)
})
