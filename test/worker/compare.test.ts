import { afterAll, beforeAll, expect, test } from 'vitest'
import { ComparisonJson } from '../../functions/views/comparison/json.ts'
import type { BlueprintContent } from '../../functions/model/blueprint.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { ask, bindings, blueprint, looked, migrate, NOWHERE, PASSWORD, post, runWith } from './support.ts'

const JOURNAL = `create schema drizzle;
  create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
  insert into drizzle.__drizzle_migrations (hash, created_at) values ('${'a'.repeat(64)}', 1700000000000);`
const SCHEMA = `create table public.users (id integer primary key, email text);
  create view public.emails as select email from public.users;`

const databases: TestDatabase[] = []
const URLS: Record<string, string> = {}
const made = async (statements: string): Promise<string> => {
  const database = await freshDatabase()
  databases.push(database)
  await database.run(statements)
  return database.url
}

beforeAll(async () => {
  await migrate()
  URLS.STAGING = await made(`${SCHEMA} ${JOURNAL}
    create table public.links (id integer primary key, url text);
    create or replace view public.emails as select lower(email) as email from public.users;
    insert into drizzle.__drizzle_migrations (hash, created_at) values ('${'b'.repeat(64)}', 1700000001000);`)
  URLS.PRODUCTION = await made(`${SCHEMA} ${JOURNAL} grant select on public.users to public;`)
  URLS.TWIN = await made(`${SCHEMA} ${JOURNAL} grant select on public.users to public;`)
}, 120_000)
afterAll(() => Promise.all(databases.map((database) => database.drop())))

/** Targets in their order: staging, then production; a twin of production; one that nobody reaches. */
const on = (targets: Record<string, object> = {}) =>
  bindings([], {
    ...URLS,
    LOST: NOWHERE,
    TARGETS: {
      staging: { url_secret: 'STAGING', environment: 'staging' },
      production: { url_secret: 'PRODUCTION', after: 'staging' },
      twin: { url_secret: 'TWIN' },
      lost: { url_secret: 'LOST' },
      ...targets,
    },
  })

const json = async (path: string) => {
  const answer = await ask(on(), path, { headers: { Accept: 'application/json' } })
  expect(answer.status).toBe(200)
  return ComparisonJson.parse(await answer.json())
}

test('says what each of two targets has that the other has not, once per cause', async () => {
  const { same, differences, journal, from, to } = await json('/compare?from=staging&to=production')
  expect(same).toBe(false)
  expect(differences.filter(({ pinned }) => !pinned)).toMatchObject([
    { fact: 'table:public.links', to: null, follows: expect.arrayContaining(['column:public.links.url']) },
    { fact: 'view:public.emails', from: expect.stringContaining('lower'), to: expect.stringContaining('email') },
  ])
  expect(differences.filter(({ pinned }) => pinned)).toMatchObject([
    { fact: 'privilege:table:public.users/public', from: null, follows: [] },
  ])
  expect(journal).toMatchObject({ both: 1, onlyFrom: [{ hash: 'b'.repeat(64) }], onlyTo: [] })
  expect([from.rows, to.rows, from.postgres]).toEqual([2, 1, expect.stringMatching(/^17\./)])
})

test('finds nothing between two that are alike, and does not call them the same while a blueprint is missing', async () => {
  const { same, differences, journal, migrations, unknowns } = await json('/compare?from=twin&to=production')
  expect({ differences, journal, migrations }).toMatchObject({
    differences: [],
    journal: { both: 1, onlyFrom: [], onlyTo: [] },
    migrations: null,
  })
  expect(same).toBe(null)
  expect(unknowns.map(({ subject }) => subject)).toEqual(['twin: the blueprint', 'production: the blueprint'])
})

test('says unknown where one of them cannot be reached, and keeps its password to itself', async () => {
  const answer = await ask(on(), '/compare?from=lost&to=production', { headers: { 'User-Agent': 'curl/8' } })
  const text = await answer.text()
  expect(text).toContain('UNKNOWN   lost beside production')
  expect(text).toContain('lost: the target: it could not be reached')
  expect(text).not.toContain(PASSWORD)
})

test('is a page and a text, too', async () => {
  const page = await ask(on(), '/compare?from=staging&to=production', { headers: { Accept: 'text/html' } })
  expect(await page.text()).toContain('<h1>staging beside production</h1>')
  const text = await (
    await ask(on(), '/compare?from=staging&to=production', { headers: { 'User-Agent': 'curl/8' } })
  ).text()
  expect(text).toMatch(/only staging: table public\.links, and \d+ more facts with it/)
})

test.each([
  ['/compare?from=staging', 400, /query to: give the name of a target/],
  ['/compare?from=staging&to=nobody', 404, /There is no target nobody; there are: staging, production/],
  ['/compare?from=twin&to=twin', 400, /from and to both name twin/],
  ['/compare?from=twin&to=staging&format=csv', 400, /format=csv is not one of/],
  ['/twin/blueprints/changes?from=v1&to=v2', 404, /twin has no blueprint v1/],
  ['/twin/blueprints/changes?from=v1', 400, /query to: give the newer tag or hash/],
])('%s is answered with %i', async (path, status, detail) => {
  const answer = await ask(on(), path)
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ detail: expect.stringMatching(detail), mend: expect.any(String) })
})

const table = (name: string, columns: string): BlueprintContent['groups'][number] => {
  const marks: [number, number, string][] = [[0, 1, `${name}${columns}`]]
  return {
    kind: 'table',
    schema: name,
    marks,
    shards: [{ marks, facts: [[`table:${name}.t`, null, columns, 0, null]] }],
  }
}
const migration = (tag: string, hash = tag) => ({
  tag,
  file: `${tag}.sql`,
  when: 1,
  hash: hash.padEnd(64, '0'),
  spellings: {},
  statements: 1,
  adds: 1,
  changes: 0,
  removes: 0,
})

test('says what changed between two published blueprints, by tag and by hash', async () => {
  const one = await blueprint('v1', {
    migrations: [migration('0000_a'), migration('0001_b')],
    groups: [table('same', 'x'), table('other', 'x'), table('gone', 'x')],
  })
  const two = await blueprint('v2', {
    migrations: [migration('0000_a'), migration('0001_b', 'edited'), migration('0002_c')],
    groups: [table('same', 'x'), table('other', 'y'), table('made', 'x')],
  })
  for (const published of [one, two])
    expect((await post(on(), '/twin/blueprints', JSON.stringify(published))).status).toBe(201)
  const expected = {
    from: { tag: 'v1', hash: one.hash },
    to: { tag: 'v2' },
    migrations: [
      { tag: '0001_b', on: 'both' },
      { tag: '0002_c', on: 'to' },
    ],
    differences: [
      { fact: 'table:gone.t', from: 'x', to: null },
      { fact: 'table:made.t', from: null, to: 'x' },
      { fact: 'table:other.t', from: 'x', to: 'y' },
    ],
  }
  for (const query of ['from=v1&to=v2', `from=${one.hash.slice(0, 12)}&to=${two.hash}`])
    expect(
      await (await ask(on(), `/twin/blueprints/changes?${query}`, { headers: { Accept: 'application/json' } })).json(),
    ).toMatchObject(expected)
  const same = await ask(on(), '/twin/blueprints/changes?from=v2&to=v2', { headers: { 'User-Agent': 'curl/8' } })
  expect(await same.text()).toContain('they are the same')
})

test('lists which blueprints a target was found true to, with everything applied', async () => {
  const [a, b] = [await blueprint('a'), await blueprint('b', { platform: 'supabase' })]
  const applied = { index: 4, tag: 'x', of: 5, applied: 5 }
  const clean = looked([])
  for (const published of [a, b])
    await post(on({ seen: { url_secret: 'LOST' } }), '/seen/blueprints', JSON.stringify(published))
  await runWith('seen', 1_000_000, { ...clean, position: applied, blueprint: a })
  await runWith('seen', 2_000_000, { ...clean, position: { ...applied, applied: 4 }, blueprint: b })
  const answer = await ask(on({ seen: { url_secret: 'LOST' } }), '/seen/blueprints', {
    headers: { Accept: 'application/json' },
  })
  expect(await answer.json()).toMatchObject([
    { tag: 'b', verified: null },
    { tag: 'a', verified: { run: 'tick-1000000', at: '1970-01-01T00:16:40.000Z' } },
  ])
})

test.each([
  [{ a: { url_secret: 'LOST', after: 'nobody' } }, 'a', 'TARGETS.a.after names nobody, which is no target'],
  [
    { a: { url_secret: 'LOST', after: 'b' }, b: { url_secret: 'LOST', after: 'a' } },
    'a',
    'TARGETS.a.after leads back to itself: a → b → a',
  ],
])('an order that does not hold is told: %o', async (targets, name, reason) => {
  const answer = await post(on(targets), `/${name}/runs`)
  expect(await answer.text()).toContain(reason)
})
