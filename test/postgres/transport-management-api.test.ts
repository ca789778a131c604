import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { managementApiTransport } from '../../functions/collect/transports/management-api.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { TargetConfig } from '../../functions/model/target.ts'
import {
  READ_ONLY_QUERY,
  startManagementApi,
  STATUSES,
  type Fault,
  type ManagementApi,
} from '../support/management-api.ts'
import { CATALOG } from './folders.ts'
import { buildOn17, lookAt, openTarget, TIMEOUTS, type Target } from './target.ts'

const MIGRATIONS = { '0000_a': 'create table a (id int primary key, note text); create index a_note on a (note);' }

let target: Target
let blueprint: Blueprint
let api: ManagementApi
beforeAll(async () => {
  blueprint = await buildOn17(MIGRATIONS)
  target = await openTarget(17, MIGRATIONS)
  api = await startManagementApi(target.url)
})
afterAll(async () => {
  await api.close()
  await target.drop()
})
beforeEach(() => {
  api.faults = []
  api.several = 'one text'
})

const look = (wish: { token?: string; ref?: string; budget?: number; statement?: number; api?: string } = {}) =>
  lookAt(target.url, blueprint, {
    reach: managementApiTransport({
      api: wish.api ?? api.url,
      projectRef: wish.ref ?? api.ref,
      token: wish.token ?? api.token,
      timeouts: { ...TIMEOUTS, ...(wish.statement !== undefined && { statement: wish.statement }) },
      catalog: CATALOG,
      budget: wish.budget ?? 5000,
    }),
  })

test('a clean look takes two requests, one after the other', async () => {
  expect(await look()).toMatchObject({ status: 'pass', unknowns: [], figures: { roundTrips: 2 } })
  expect(api.most).toBe(1)
})

describe('what the API refuses is unknown, with what mends it and without the token', () => {
  test.each<[string, Fault | null, Parameters<typeof look>[0], RegExp, RegExp]>([
    [
      'a wrong token',
      null,
      { token: 'sbp_secret_wrong' },
      /access token was refused \(401: Unauthorized\)/,
      /account\/tokens/,
    ],
    ['a token without the right', { status: 403 }, {}, /may not read this project’s database \(403\)/, /database:read/],
    ['no such project', null, { ref: 'zzzzzzzzzzzzzzzzzzzz' }, /no such project \(404/, /project_ref/],
    [
      'a failure of its own',
      { status: 500, body: '{"message":"boom"}' },
      {},
      /API failed \(500: boom\)/,
      /status\.supabase/,
    ],
    ['a page of a proxy', { status: 503, body: '<html>sbp_secret</html>' }, {}, /API failed \(503\)/, /next run/],
    [
      'a way to somewhere else',
      { status: 302, headers: { Location: 'http://127.0.0.1:9/' } },
      {},
      /did not take the request/,
      /api_url/,
    ],
    [
      'an echo of the token',
      { status: 500, body: '{"message":"bad sbp_0123456789abcdef0123456789abcdef01234567"}' },
      {},
      /bad …/,
      /./,
    ],
    ['nothing in time', { slow: 600 }, { budget: 300 }, /did not answer in time/, /next run/],
    ['nobody there', null, { api: 'http://127.0.0.1:9' }, /could not be asked: .*(ECONNREFUSED|bad port)/, /./],
  ])('%s', async (_, fault, wish, reason, mend) => {
    api.faults = [fault]
    const seen = await look(wish)
    expect(seen).toMatchObject({ status: 'unknown', findings: [] })
    expect(seen.unknowns).toMatchObject([
      { key: 'connectivity:target', reason: expect.stringMatching(reason), mend: expect.stringMatching(mend) },
    ])
    expect(JSON.stringify(seen)).not.toContain('sbp_')
  })

  test.each<[string, Fault, RegExp]>([
    ['half an answer', { cut: true }, /without a list of rows: cut off/],
    ['rows of another kind', { status: 201, body: '[{"a":1}]' }, /not the form of fingerprints: 0\.kind/],
    ['no rows', { status: 201, body: '{"result":[]}' }, /without a list of rows/],
    [
      'an SQL error without an SQLSTATE',
      { status: 400, body: '{"message":"canceled"}' },
      /without an SQLSTATE\): canceled/,
    ],
    [
      'an SQL error with one',
      { status: 400, body: '{"message":"Failed to run sql query: ERROR:  57014: canceling statement\\nLINE 1"}' },
      /statement_timeout \(57014: canceling statement\)/,
    ],
    [
      'an SQL error as 500',
      { status: 500, body: '{"message":"ERROR:  55P03: canceling"}' },
      /a lock was not to be had/,
    ],
  ])('%s: the catalog and the journal are unknown', async (_, fault, reason) => {
    // A lock is asked about once more.
    api.faults = [fault, fault]
    const seen = await look()
    api.faults = []
    expect(seen.unknowns.map(({ key }) => key)).toEqual(['drift:target', 'journal:target'])
    expect(seen.unknowns[0]?.reason).toMatch(reason)
  })
})

describe('429', () => {
  test.each([{ 'X-RateLimit-Reset': '0.3' }, { 'Retry-After': '0.3', 'X-RateLimit-Reset': '0' }])(
    'with %j is waited for',
    async (headers) => {
      api.faults = [{ status: 429, headers }]
      const started = performance.now()
      expect(await look()).toMatchObject({ status: 'pass', figures: { roundTrips: 3 } })
      expect(performance.now() - started).toBeGreaterThan(250)
    },
  )

  test.each([
    { 'X-RateLimit-Reset': '40' },
    { 'X-RateLimit-Reset': '' },
    { 'Retry-After': new Date(Date.now() + 40_000).toUTCString() },
  ])('with %j is longer than a look may take, and says when to try again', async (headers) => {
    api.faults = [{ status: 429, headers }]
    const seen = await look()
    expect(seen.unknowns).toMatchObject([
      {
        check: 'connectivity',
        reason: expect.stringContaining('429'),
        mend: expect.stringMatching(/after \d{4}-\d\d-\d\dT/),
      },
    ])
  })
})

describe('several statements in one query', () => {
  test('that the API refuses', async () => {
    api.several = 'refused'
    const seen = await look()
    expect(seen.unknowns[0]).toMatchObject({
      key: 'drift:target',
      reason: expect.stringContaining('refused several statements'),
      mend: expect.stringContaining('edge-function'),
    })
  })

  test('that the API runs apart, so that settings do not hold, are noticed', async () => {
    api.several = 'apart'
    expect((await look()).unknowns[0]).toMatchObject({
      key: 'drift:target',
      reason: expect.stringContaining('did not hold'),
    })
  })

  test('none of which can write', async () => {
    expect(api.queries.at(-1)).toMatch(/^set local transaction_read_only = on;/)
  })
})

test('a target that changes while it is read is unknown, not drift', async () => {
  await target.sql`drop index a_note`
  const change = () => target.sql`create table meanwhile (id int)`
  api.faults = [null, null, { first: change }]
  expect(await look()).toMatchObject({
    status: 'unknown',
    findings: [],
    unknowns: [{ key: 'drift:target', reason: expect.stringContaining('changed while it was read') }],
  })
  await target.sql`drop table meanwhile`
  expect(await look()).toMatchObject({ findings: [{ key: 'drift:index:public.a_note' }], unknowns: [] })
  await target.sql`create index a_note on a (note)`
})

const DOCUMENT =
  process.env.SUPABASE_MANAGEMENT_OPENAPI ??
  fileURLToPath(new URL('../../../shared/reference/supabase-management-v1.openapi.json', import.meta.url))

const Operation = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: z.looseObject({}) })),
  requestBody: z.object({
    content: z.object({ 'application/json': z.object({ schema: z.object({ $ref: z.string() }) }) }),
  }),
  responses: z.record(z.string(), z.unknown()),
})

test.skipIf(!existsSync(DOCUMENT))('the double is as the official document says', () => {
  const document = z
    .object({
      paths: z.record(z.string(), z.looseObject({ post: z.unknown().optional() })),
      components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
    })
    .parse(JSON.parse(readFileSync(DOCUMENT, 'utf8')))
  const { parameters, requestBody, responses } = Operation.parse(document.paths[READ_ONLY_QUERY]?.post)
  expect(
    Object.keys(responses)
      .map(Number)
      .filter((status) => !STATUSES.some((known) => known === status)),
  ).toEqual([])
  expect(parameters).toMatchObject([
    { name: 'ref', in: 'path', schema: { minLength: 20, maxLength: 20, pattern: '^[a-z]+$' } },
  ])
  const [body] = requestBody.content['application/json'].schema.$ref.split('/').slice(-1)
  expect(document.components.schemas[body ?? '']).toMatchObject({
    required: ['query'],
    properties: { query: { type: 'string' } },
  })
  const config = { transport: 'management-api', project_ref: api.ref, token_secret: 'T' }
  expect(TargetConfig.safeParse(config).success).toBe(true)
})
