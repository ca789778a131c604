import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CATALOG_VERSION } from '../../functions/collect/catalog.ts'
import { listPins } from '../../functions/store/pins.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { ask, bindings, blueprint, freshTarget, migrate, PASSWORD, post } from './support.ts'

const BODY = '{"who":"ana@example.com","reason":"looked through with bea"}'

let database: TestDatabase
beforeAll(async () => {
  await migrate()
  database = await freshDatabase()
  await sql(`do $$ begin create role keeper; exception when duplicate_object then end $$`)
}, 60_000)
beforeEach(() => sql('drop table if exists users, links; create table users (id int); create table links (id int)'))
afterAll(() => database.drop())

const sql = (statements: string) => database.run(statements)

const give = (table: string, owner: string) => sql(`alter table ${table} owner to ${owner}`)

/** Bindings of targets that are all the test's own database. */
const on = (...targets: string[]) => bindings(targets, { SOME_URL: database.url })

interface Answer {
  hash: string
  content: object[]
  new: boolean
}

async function pin(target: string, body = BODY): Promise<{ status: number; answer: Answer }> {
  const response = await post(on(target), `/${target}/pins`, body)
  return { status: response.status, answer: await response.json<Answer>() }
}

interface Seen {
  status: string
  findings: { key: string; type: string; severity: string; detail: object; mend: string[] }[]
  unknowns: { key: string; reason: string; mend: string }[]
  figures: { roundTrips: number }
  pin: object | null
}

/** What a run sees of what was pinned: without a blueprint, there is nothing else to find. */
async function look(target: string): Promise<Seen & { pins: Seen['unknowns'] }> {
  const seen = await (await post(on(target), `/${target}/runs`)).json<Seen>()
  return { ...seen, pins: seen.unknowns.filter(({ key }) => key.startsWith('drift:pin')) }
}

describe('POST /:target/pins', () => {
  test('keeps all facts of the pinned kinds, with who and why', async () => {
    const target = freshTarget()
    const { status, answer } = await pin(target)
    expect({ status, answer }).toMatchObject({
      status: 201,
      answer: {
        target,
        new: true,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        who: 'ana@example.com',
        reason: 'looked through with bea',
        catalog: CATALOG_VERSION,
        previous: null,
        changes: null,
        content: expect.arrayContaining([
          expect.objectContaining({ key: 'owner:table:public.links', value: 'postgres' }),
        ]),
      },
    })
    expect(await listPins(env.DB, target)).toMatchObject([{ hash: answer.hash, who: 'ana@example.com' }])
    expect(await env.KV.get(`pin/${answer.hash}`, 'json')).toMatchObject({ format: 1, catalog: CATALOG_VERSION })
  })

  test('the same facts are the same pin: 200, nothing is added, and who approved them first stands', async () => {
    const target = freshTarget()
    const first = await pin(target)
    const again = await pin(target, '{"who":"bea","reason":"me too"}')
    expect(again).toMatchObject({
      status: 200,
      answer: { hash: first.answer.hash, new: false, who: 'ana@example.com', reason: 'looked through with bea' },
    })
    expect(await listPins(env.DB, target)).toHaveLength(1)
  })

  test('a pin says what it changes; going back to an earlier one is told as 200 and makes that the newest', async () => {
    const target = freshTarget()
    const first = await pin(target)
    await sql('drop table links; create table files (id int)')
    await give('users', 'keeper')
    const second = await pin(target, '{"who":"bea","reason":"keeper keeps"}')
    expect(second).toMatchObject({
      status: 201,
      answer: {
        previous: first.answer.hash,
        changes: {
          added: expect.arrayContaining(['owner:table:public.files']),
          changed: ['owner:table:public.users'],
          removed: expect.arrayContaining(['owner:table:public.links']),
        },
      },
    })
    expect(await listPins(env.DB, target)).toMatchObject([{ changes: { changed: 1 } }, {}])
    await sql('drop table files; create table links (id int)')
    await give('users', 'postgres')
    expect(await pin(target)).toMatchObject({ status: 200, answer: { hash: first.answer.hash, new: false } })
    expect((await listPins(env.DB, target)).map(({ hash }) => hash)).toEqual([
      first.answer.hash,
      second.answer.hash,
      first.answer.hash,
    ])
  })

  const long = 'x'.repeat(501)
  test.each([
    ['no JSON', '{"who":', 400, 'malformed-json', /JSON/],
    ['nothing', '', 400, 'malformed-json', /JSON/],
    ['a text', '"ana"', 400, 'wrong-body', /At the top/],
    ['no reason', '{"who":"ana"}', 400, 'wrong-body', /At reason/],
    ['nobody', '{"reason":"x"}', 400, 'wrong-body', /At who/],
    ['an empty reason', '{"who":"ana","reason":"  "}', 400, 'wrong-body', /At reason: must not be empty/],
    ['a reason of 501 characters', `{"who":"ana","reason":"${long}"}`, 400, 'wrong-body', /more than 500 characters/],
    ['a control character', '{"who":"a\\u001bna","reason":"x"}', 400, 'wrong-body', /At who: .*control characters/],
    ['100 KB', `{"who":"ana","reason":"${'x'.repeat(100_000)}"}`, 413, 'too-large', /16 KiB/],
  ])('%s is refused with an example, and nothing is kept', async (_what, body, status, name, detail) => {
    const target = freshTarget()
    const before = (await env.KV.list({ prefix: 'pin/' })).keys.length
    const response = await post(on(target), `/${target}/pins`, body)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ type: `/problems/${name}`, detail: expect.stringMatching(detail) })
    expect(await listPins(env.DB, target)).toEqual([])
    expect((await env.KV.list({ prefix: 'pin/' })).keys).toHaveLength(before)
  })

  test('whoever has no token, or one that only reads, pins nothing', async () => {
    const target = freshTarget()
    for (const token of ['other', 'read']) {
      const guarded = bindings([target], { SOME_URL: database.url, PLUMBLINE_READ_TOKEN: 'read' })
      expect((await post(guarded, `/${target}/pins`, BODY, token)).status).toBe(401)
    }
    expect(await listPins(env.DB, target)).toEqual([])
  })

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['cannot be reached', {}, /could not be read, so nothing was pinned/],
    ['has settings that do not hold', { SOME_URL: undefined }, /names SOME_URL, which is not set/],
  ])('a target that %s is not pinned, retryable, and no secret is told', async (_what, settings, detail) => {
    const target = freshTarget()
    const response = await post(bindings([target], settings), `/${target}/pins`, BODY)
    const body = await response.text()
    expect(response.status).toBe(503)
    expect(body).not.toContain(PASSWORD)
    expect(JSON.parse(body)).toMatchObject({
      type: '/problems/target-unknown',
      detail: expect.stringMatching(detail),
      retryable: true,
    })
    expect(await listPins(env.DB, target)).toEqual([])
  })

  test('a role that may not read pins nothing', async () => {
    const target = freshTarget()
    await sql('revoke all on pg_class from public')
    await sql(`do $$ begin create role onlooker login password 'looks'; exception when duplicate_object then end $$`)
    const url = Object.assign(new URL(database.url), { username: 'onlooker', password: 'looks' }).href
    const response = await post(bindings([target], { SOME_URL: url }), `/${target}/pins`, BODY)
    await sql('grant select on pg_class to public')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ detail: expect.stringMatching(/42501/) })
    expect(await listPins(env.DB, target)).toEqual([])
  })

  test('where KV fails, nothing is pinned, and the next try pins all of it', async () => {
    const target = freshTarget()
    await sql('create table own_to_this_test (id int)')
    const KV = { put: () => Promise.reject(new Error('KV is away')) } as never
    expect((await post({ ...on(target), KV }, `/${target}/pins`, BODY)).status).toBe(500)
    expect(await listPins(env.DB, target)).toEqual([])
    expect((await pin(target)).status).toBe(201)
    await sql('drop table own_to_this_test')
  })
})

describe('GET /:target/pins', () => {
  test('lists the newest first, and shows one in full, in every format', async () => {
    const target = freshTarget()
    const env = on(target)
    const empty = await (await ask(env, `/${target}/pins?format=text`)).text()
    expect(empty).toBe(
      `nobody pinned ${target} yet: npm run -s plumbline -- pin --target ${target} --url "$PLUMBLINE_URL" --reason 'looked through, and right'\n`,
    )
    expect(await (await ask(env, `/${target}/pins?format=html`)).text()).toContain('Nobody pinned this target yet')
    const { answer } = await pin(target)
    expect(await (await ask(env, `/${target}/pins`)).json()).toMatchObject([
      { hash: answer.hash, facts: answer.content.length },
    ])
    expect(await (await ask(env, `/${target}/pins?format=text`)).text()).toMatch(/^\* .*ana@example\.com/m)
    const one = `/${target}/pins/${answer.hash}`
    expect(await (await ask(env, one)).json()).toMatchObject({ content: answer.content, counts: {} })
    expect(await (await ask(env, `${one}?format=text`)).text()).toContain('owner:table:public.links\n    postgres')
    for (const path of [`/${target}/pins`, one]) {
      const page = await (await ask(env, `${path}?format=html`)).text()
      expect(page).toContain('looked through with bea')
      expect(page.replace('<script type="module" src="/live.js">', '')).not.toContain('<script')
    }
    expect(await (await ask(env, `/${target}?format=html`)).text()).toContain(`href="${one}"`)
  })

  test('a pin is its target’s own', async () => {
    const [one, other] = [freshTarget(), freshTarget()]
    const { answer } = await pin(one)
    const response = await ask(on(one, other), `/${other}/pins/${answer.hash}`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ type: '/problems/unknown-pin' })
    expect((await look(other)).findings).toMatchObject([{ type: 'drift.unpinned' }])
    expect(await look(one)).toMatchObject({ findings: [], pin: { hash: answer.hash } })
  })
})

describe('a look', () => {
  test('at a target that nobody pinned says so, for information, with the command', async () => {
    const target = freshTarget()
    expect((await look(target)).findings).toMatchObject([
      {
        key: 'drift:unpinned',
        severity: 'info',
        detail: { facts: expect.any(Number) },
        mend: [expect.stringMatching(/^-- /), expect.stringContaining(`plumbline -- pin --target ${target} `)],
      },
    ])
  })

  test('at what is as it was pinned costs nothing more; a change is read once, and remembered', async () => {
    const target = freshTarget()
    await pin(target)
    // Without a blueprint, the fingerprints are all that is asked.
    expect(await look(target)).toMatchObject({ findings: [], pins: [], figures: { roundTrips: 1 } })
    await give('users', 'keeper')
    const finding = {
      key: 'drift:owner:table:public.users',
      type: 'drift.pinned',
      detail: { pinned: 'postgres', target: 'keeper' },
    }
    expect(await look(target)).toMatchObject({ status: 'fail', findings: [finding], figures: { roundTrips: 2 } })
    expect(await look(target)).toMatchObject({ findings: [finding], figures: { roundTrips: 1 } })
  })

  test('tells a change until it is undone, or pinned', async () => {
    const target = freshTarget()
    const { status } = await post(
      on(target),
      `/${target}/blueprints`,
      JSON.stringify(await blueprint('v1', { groups: [] })),
    )
    expect(status).toBe(201)
    const told = async () => (await look(target)).findings.filter(({ type }) => type === 'drift.pinned')
    await pin(target)
    expect(await told()).toEqual([])
    await give('users', 'keeper')
    expect(await told()).toMatchObject([{ key: 'drift:owner:table:public.users', severity: 'high' }])
    await give('users', 'postgres')
    expect(await told()).toEqual([])
    await give('users', 'keeper')
    expect(await told()).toHaveLength(1)
    await pin(target, '{"who":"bea","reason":"keeper keeps it"}')
    expect(await told()).toEqual([])
    expect(await look(target)).toMatchObject({ pins: [], pin: { who: 'bea' } })
  })

  test.each([
    [
      'a new table is of an owner that owned nothing',
      'create table files (id int); alter table files owner to keeper',
      1,
    ],
    ['a new table is of an owner that owned others', 'create table files (id int)', 0],
    ['a table is gone, which the blueprint tells', 'drop table links', 0],
  ])('where %s', async (_what, change, told) => {
    const target = freshTarget()
    await pin(target)
    await sql(change)
    expect((await look(target)).findings.filter(({ key }) => key.startsWith('drift:owner:'))).toHaveLength(told)
    await sql('drop table if exists files')
  })

  test('compares no pin of another version of the catalog: unknown, with the command that pins again', async () => {
    const target = freshTarget()
    await pin(target)
    await env.DB.prepare('update pins set catalog = catalog - 1 where target = ?1').bind(target).run()
    expect(await look(target)).toMatchObject({
      findings: [],
      pins: [{ key: 'drift:pin', reason: expect.stringMatching(/pin again$/), mend: expect.stringMatching(/ pin --/) }],
    })
  })

  test('whose pin has no facts in the store is unknown, not clean', async () => {
    const target = freshTarget()
    await sql('create table only_here (id int)')
    const { answer } = await pin(target)
    await env.KV.delete(`pin/${answer.hash}`)
    expect((await look(target)).pins).toEqual([])
    await sql('drop table only_here')
    expect(await look(target)).toMatchObject({
      findings: [],
      pins: [{ reason: expect.stringMatching(/not in the store/) }],
    })
    const shown = await ask(on(target), `/${target}/pins/${answer.hash}`)
    expect(await shown.json()).toMatchObject({ type: '/problems/unknown-pin', status: 404 })
  })
})
