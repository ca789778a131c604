import postgres from 'postgres'
import { beforeAll, expect, inject, test } from 'vitest'
import { JournalJson } from '../../functions/views/json/journal.ts'
import { ask, bindings, blueprint, freshTarget, migrate, PASSWORD, post } from './support.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** test/support/servers.ts */
    servers: string
  }
}

beforeAll(migrate)

/** A database of one's own on the test server, with a journal of these rows: hash and created_at. */
async function withJournal(rows: readonly (readonly [string, number])[]): Promise<string> {
  const server = await (await fetch(`${inject('servers')}/17`)).text()
  const url = new URL(server)
  url.pathname = `/journal_${crypto.randomUUID().replaceAll('-', '')}`
  await run(server, `create database ${url.pathname.slice(1)} template template0`)
  const values = rows.map(([hash, at]) => `('${hash}', ${at})`).join(', ')
  await run(
    url.href,
    `create schema drizzle;
    create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
    insert into drizzle.__drizzle_migrations (hash, created_at) values ${values}`,
  )
  return url.href
}

async function run(url: string, sql: string): Promise<void> {
  const client = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} })
  await client.unsafe(sql).simple()
  await client.end()
}

const migration = (tag: string, when: number) => ({
  tag,
  file: `${tag}.sql`,
  when,
  hash: tag.padEnd(64, '0'),
  spellings: {},
  statements: 1,
  adds: 1,
  changes: 0,
  removes: 0,
})
const hash = (tag: string) => tag.padEnd(64, '0')
const MIGRATIONS = [migration('0000_a', 10), migration('0001_b', 5), migration('0002_c', 20)]

test('what Drizzle will do with each migration, as JSON, text and a page, in any flavour', async () => {
  const target = freshTarget()
  const url = await withJournal([
    [hash('0000_a'), 10],
    ['stray', 1],
  ])
  const on = bindings([target], { SOME_URL: url })
  expect(
    (await post(on, `/${target}/blueprints`, JSON.stringify(await blueprint('v1', { migrations: MIGRATIONS })))).status,
  ).toBe(201)

  const answer = await ask(on, `/${target}/journal`, { headers: { Accept: 'application/json' } })
  expect(answer.status).toBe(200)
  const json = JournalJson.parse(await answer.json())
  expect(json.entries.map(({ tag, verdict }) => `${tag} ${verdict}`)).toEqual([
    '0000_a applied',
    '0001_b skipped',
    '0002_c applies',
  ])
  expect(json).toMatchObject({ flavour: '0.x', state: 'read', rows: 2, newest: 10, strays: [{ hash: 'stray' }] })
  expect(json.entries[1]?.why).toMatch(/at or below the newest row/)

  const text = await (await ask(on, `/${target}/journal?format=text`)).text()
  expect(text).toMatch(/FAIL +\S+/)
  expect(text).toMatch(/skipped for ever +0001_b/)
  const page = await (await ask(on, `/${target}/journal?format=html`)).text()
  expect(page).toContain('<h1>The journal of')
  expect(page).toContain('skipped for ever')
  const other = await ask(on, `/${target}/journal?format=json&flavour=1.0`)
  expect(await other.json()).toMatchObject({ flavour: '1.0', failure: { failure: 'old-folder' } })
})

test('the table is read at most once a minute', async () => {
  const target = freshTarget()
  const url = await withJournal([['stray', 1]])
  const on = bindings([target], { SOME_URL: url })
  const rows = async () => JournalJson.parse(await (await ask(on, `/${target}/journal?format=json`)).json()).rows
  expect(await rows()).toBe(1)
  await run(url, "insert into drizzle.__drizzle_migrations (hash, created_at) values ('more', 2)")
  expect(await rows()).toBe(1)
})

test('a target that does not answer, and one without a blueprint, are unknown and say why', async () => {
  const target = freshTarget()
  const on = bindings([target])
  const answer = await ask(on, `/${target}/journal?format=json`)
  const text = await answer.text()
  expect(JSON.parse(text)).toMatchObject({ state: 'unknown', unknown: { reason: expect.any(String) }, entries: [] })
  expect(text).not.toContain(PASSWORD)
  expect(await (await ask(on, `/${target}/journal?format=text`)).text()).toMatch(/^UNKNOWN/)
  const own = freshTarget()
  const bare = bindings([own], { SOME_URL: await withJournal([['stray', 1]]) })
  expect(await (await ask(bare, `/${own}/journal?format=json`)).json()).toMatchObject({
    state: 'read',
    unknown: { reason: expect.stringMatching(/no blueprint was published/) },
    strays: [{ hash: 'stray' }],
  })
})

test.each([
  ['/nobody/journal', 404, 'unknown-target'],
  ['/TARGET/journal?format=xml', 400, 'unknown-format'],
  ['/TARGET/journal?flavour=2.0', 400, 'wrong-parameter'],
])('%s is refused', async (path, status, problem) => {
  const target = freshTarget()
  const answer = await ask(bindings([target]), path.replace('TARGET', target))
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ type: `/problems/${problem}` })
})
