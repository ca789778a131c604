import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digestsOf } from '../../functions/journal/supabase/digests.ts'
import type { SupabaseFolder } from '../../functions/model/supabase.ts'
import { listPublications } from '../../functions/store/blueprints.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { ask, bindings, blueprint, freshTarget, migrate, post } from './support.ts'

let database: TestDatabase
beforeAll(async () => {
  await migrate()
  database = await freshDatabase()
  await database.run(`create schema drizzle;
    create table drizzle.__drizzle_migrations (id int, hash text, created_at bigint);
    insert into drizzle.__drizzle_migrations values (1, 'abc', 1700000000000);
    create schema supabase_migrations;
    create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
    insert into supabase_migrations.schema_migrations values
      ('20240101000000', array['alter role app password ''s3cret''', 'select 2'], 'init')`)
}, 60_000)
afterAll(() => database.drop())

const on = (target: string) => bindings([target], { SOME_URL: database.url })

async function folder(sql: string): Promise<SupabaseFolder> {
  const [version, name] = ['20240101000000', 'init']
  const files = [{ file: `${version}_${name}.sql`, version, name, sql: await digestsOf([sql]) }]
  return { shared: false, files, unread: [], overlaps: [] }
}

/** The one that Drizzle's journal has. */
const first = {
  tag: '0000_first',
  file: '0000_first.sql',
  when: 1_700_000_000_000,
  hash: 'abc',
  spellings: {},
  statements: 0,
  adds: 0,
  changes: 0,
  removes: 0,
}

const published = async (target: string, supabase: SupabaseFolder) =>
  post(
    on(target),
    `/${target}/blueprints`,
    JSON.stringify(await blueprint('v1', { groups: [], migrations: [first], supabase })),
  )

interface Answer {
  findings: { key: string; check: string; truth: string | null }[]
  unknowns: object[]
  figures: { roundTrips: number }
}
const look = async (target: string) => (await post(on(target), `/${target}/runs`)).json<Answer>()

test('a migration of the Supabase CLI that was edited is told in JSON, as text and on its page, without what it says', async () => {
  const target = freshTarget()
  expect((await published(target, await folder("alter role app password 's3cret'; select 3;"))).status).toBe(201)
  const { findings } = await look(target)
  const own = findings.filter(({ check }) => check === 'supabase')
  expect(own).toMatchObject([{ key: 'supabase:edited:20240101000000', truth: 'files' }])
  const said = `/${target}/findings/supabase:edited:20240101000000`
  const text = await (await ask(on(target), `${said}?format=text`)).text()
  expect(text.replaceAll(/\s+/g, ' ')).toContain('The first that differs is statement 2.')
  expect(text).toContain(`npx supabase migration repair --status applied '20240101000000'`)
  const page = await (await ask(on(target), `${said}?format=html`)).text()
  expect(page).toContain('20240101000000_init.sql')
  const values = await Promise.all((await env.KV.list()).keys.map(({ name }) => env.KV.get(name)))
  expect(values.join() + text + page).not.toContain('s3cret')
})

test('where all is as it was applied, a run says nothing and costs two round trips once its digest is known', async () => {
  const target = freshTarget()
  await published(target, await folder("-- first\nalter role app password 's3cret';\nselect 2;\n"))
  expect((await look(target)).findings.filter(({ check }) => check === 'supabase')).toMatchObject([
    { key: 'supabase:respelled:comments' },
  ])
  await published(target, await folder("alter role app password 's3cret';\nselect 2;\n"))
  await look(target)
  const { findings, figures } = await look(target)
  expect({ findings: findings.filter(({ check }) => check === 'supabase'), trips: figures.roundTrips }).toEqual({
    findings: [],
    trips: 2,
  })
})

test('a folder of another shape is refused, and nothing is stored', async () => {
  const target = freshTarget()
  const { content, ...rest } = await blueprint('v1')
  const response = await post(
    on(target),
    `/${target}/blueprints`,
    JSON.stringify({ ...rest, content: { ...content, supabase: { files: [] } } }),
  )
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({
    detail: expect.stringContaining('content.supabase.'),
    mend: expect.any(String),
  })
  expect(await listPublications(env.DB, target)).toEqual([])
})
