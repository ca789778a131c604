import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CATALOG_VERSION } from '../../functions/collect/catalog.ts'
import { edgeFunctionTransport } from '../../functions/collect/transports/edge-function.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { SECRET_HEADER } from '../../functions/model/question.ts'
import { checkEdgeFunction, startEdgeFunction, type EdgeFunction } from '../support/edge-function.ts'
import { JOURNAL } from './folders.ts'
import { buildOn17, lookAt, openTarget, TIMEOUTS, type Target } from './target.ts'

const MIGRATIONS = { '0000_a': 'create table a (id int primary key); create view seen as select id from a;' }
const SECRET = 'the-shared-s3cret'

let target: Target
let blueprint: Blueprint
let edge: EdgeFunction
beforeAll(async () => {
  blueprint = await buildOn17(MIGRATIONS)
  target = await openTarget(17, MIGRATIONS)
  edge = await startEdgeFunction({ PLUMBLINE_DATABASE_URL: target.url, PLUMBLINE_CATALOG_SECRET: SECRET })
})
afterAll(async () => {
  await edge?.stop()
  await target.drop()
})

const look = ({ url = edge.url, secret = SECRET, budget = 5000 } = {}) =>
  lookAt(target.url, blueprint, {
    reach: edgeFunctionTransport({ url, secret, key: 'sb_publishable_x', timeouts: TIMEOUTS, budget }),
  })

test('Deno finds no fault in it', async () => {
  expect(await checkEdgeFunction()).toBe('')
})

test('a clean look takes two requests', async () => {
  expect(await look()).toMatchObject({ status: 'pass', unknowns: [], figures: { roundTrips: 2 } })
})

describe('what comes back instead of rows is unknown, with what mends it', () => {
  test.each<[string, () => Parameters<typeof look>[0], RegExp, RegExp]>([
    [
      'another secret',
      () => ({ secret: 'wr0ng' }),
      /refused: the shared secret is not the function’s/,
      /supabase secrets set/,
    ],
    ['nobody there', () => ({ url: 'http://127.0.0.1:9/functions/v1/x' }), /could not be asked/, /./],
  ])('%s', async (_, wish, reason, mend) => {
    const seen = await look(wish())
    expect(seen.unknowns).toMatchObject([
      { key: 'connectivity:target', reason: expect.stringMatching(reason), mend: expect.stringMatching(mend) },
    ])
    expect(JSON.stringify(seen)).not.toMatch(/s3cret|wr0ng/)
  })

  test('a role without grants: they name the function’s role', async () => {
    const role = `edge_${crypto.randomUUID().slice(0, 8)}`
    const own = new URL(target.url)
    await target.sql.unsafe(`create role ${role} login password 'x'`)
    own.username = role
    own.password = 'x'
    const other = await startEdgeFunction({ PLUMBLINE_DATABASE_URL: own.href, PLUMBLINE_CATALOG_SECRET: SECRET })
    expect((await look({ url: other.url })).unknowns[0]?.mend).toBe(
      `grant usage on schema "drizzle" to "${role}"; grant select on "drizzle"."__drizzle_migrations" to "${role}";`,
    )
    await other.stop()
    await target.sql.unsafe(`drop role ${role}`)
  })

  test('a function that was given nothing', async () => {
    const bare = await startEdgeFunction({})
    expect((await look({ url: bare.url })).unknowns[0]?.reason).toMatch(/the function has no secret/)
    await bare.stop()
  })
})

describe('a request', () => {
  const question = { ask: 'fingerprints', journal: JOURNAL }
  const good = { catalog: CATALOG_VERSION, question, timeouts: TIMEOUTS }
  const send = (body: unknown, secret: string | null = SECRET) =>
    fetch(edge.url, {
      method: 'POST',
      headers: secret === null ? {} : { [SECRET_HEADER]: secret },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })

  test.each([
    ['no secret', good, null, 401],
    ['half a secret', good, SECRET.slice(0, 8), 401],
    ['no JSON', '{', SECRET, 400],
    ['SQL', { ...good, question: { ask: 'sql', sql: 'select 1' } }, SECRET, 400],
    ['a NUL', { ...good, question: { ask: 'fingerprints', journal: { schema: 'a\0', table: 'b' } } }, SECRET, 400],
    ['another version', { ...good, catalog: 0 }, SECRET, 409],
    [
      'a table that is no journal',
      {
        ...good,
        question: { ask: 'journal', journal: { schema: 'auth', table: 'users' }, columns: ['id', 'created_at'] },
      },
      SECRET,
      400,
    ],
    ['too much', 'x'.repeat(1_000_001), SECRET, 400],
  ])('with %s is refused', async (_, body, secret, status) => {
    const response = await send(body, secret)
    expect(response.status).toBe(status)
    const text = await response.text()
    expect(JSON.parse(text)).toEqual({ reason: expect.any(String), mend: expect.any(String) })
    expect(text).not.toContain(SECRET)
  })

  test('other than POST is refused', async () => {
    expect((await fetch(edge.url)).status).toBe(405)
  })

  test('cannot bring SQL along in a name', async () => {
    const journal = { schema: `x'; drop table a; --`, table: `\\'; drop table a; --` }
    const response = await send({ ...good, question: { ask: 'fingerprints', journal } })
    expect(response.status).toBe(200)
    expect(await target.sql`select to_regclass('public.a') is not null as there`).toMatchObject([{ there: true }])
  })
})
