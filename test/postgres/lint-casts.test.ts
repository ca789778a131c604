import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSurroundings } from '../../functions/collect/read.ts'
import { PRINT_SETTINGS } from '../../functions/collect/settings.ts'
import { asking } from '../../functions/collect/statement.ts'
import { RESERVED } from '../../functions/model/keywords.ts'
import { parseMigration } from '../../functions/preflight/parse/migration.ts'
import { namesIn } from '../../functions/preflight/simulate/names-used.ts'
import { simulate } from '../../functions/preflight/simulate/simulate.ts'
import { readCatalog } from '../../scripts/catalog.ts'
import { sqlParser } from '../../scripts/parser.ts'
import { freshDatabase, serverUrl, type TestDatabase } from '../support/database.ts'
import { modelledFacts } from './simulating/facts.ts'
import { linted } from '../unit/preflight/lint/linted.ts'

const BASE = `create type status as enum ('draft', 'live');
create table t (id bigint primary key, data jsonb, state status, paid boolean, at timestamptz, day date, n text default '1', uid text, token uuid, tags text[]);`

const JOURNAL = { schema: 'drizzle', table: '__drizzle_migrations' }

let database: TestDatabase
let sql: Sql
beforeAll(async () => {
  database = await freshDatabase(17)
  sql = postgres(database.url, { max: 1, onnotice: () => {} })
  await sql.unsafe(BASE)
})
afterAll(async () => {
  await sql.end()
  await database.drop()
})

/** The SQLSTATE with which PostgreSQL refuses a statement; null where it takes it. */
const refused = async (text: string): Promise<string | null> => (await refusal(text))?.code ?? null

/** What PostgreSQL says where it refuses a statement. */
async function refusal(text: string): Promise<{ code: string; message: string } | null> {
  const done = new Error('rolled back')
  const error = await sql
    .begin(async (session) => {
      await session.unsafe(text)
      throw done
    })
    .catch((error: unknown) => error)
  if (error === done) return null
  if (error instanceof postgres.PostgresError) return { code: error.code, message: error.message }
  throw error
}

const RULES = /^(?:json|enum|boolean|timestamp|uuid)-literal$|^using-missing$/
const columns: Readonly<Record<string, string>> = {
  boolean: 'paid',
  uuid: 'token',
  timestamptz: 'at',
  jsonb: 'data',
  status: 'state',
  date: 'day',
}

/** Constants of each type that PostgreSQL takes and that it does not. */
const CONSTANTS: Readonly<Record<string, readonly string[]>> = {
  jsonb: ['{}', '[]', '{a: 1}', "{'a': 1}", '"x"', 'x', 'null', '', ' [1, 2] ', '{"a": 1,}', '01', '1e5', 'True'],
  status: ['draft', 'Draft', 'live ', 'gone', ''],
  boolean: ['yes', 'YES', ' on ', 'o', 'of', 'off', 't', 'tr', 'truee', '1', '0', '2', 'n', 'maybe', '', 'ja'],
  timestamptz: [
    '2025-01-01',
    '2025-02-30',
    '2024-02-29',
    '2025-13-01',
    '2025-01-01 25:00:00',
    '2025-01-01T12:00:00Z',
    'infinity',
    'epoch',
    'soon',
    '',
    '0000-01-01',
    '2025-01-01 24:00:00',
    '2025-1-1',
  ],
  date: ['2025-01-01', '2025-04-31', 'never'],
  uuid: [
    '00000000-0000-0000-0000-000000000000',
    '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}',
    'a0eebc999c0b4ef8bb6d6bb9bd380a11',
    'a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11',
    'abc',
    '',
    'g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11-',
  ],
}

test.each(
  Object.entries(CONSTANTS).flatMap(([type, texts]) =>
    texts.flatMap((text) => {
      const constant = `'${text.replaceAll("'", "''")}'`
      return [`alter table t alter column ${columns[type]} set default ${constant}`, `select ${constant}::${type}`]
    }),
  ),
)('%s is judged as PostgreSQL judges it', async (text) => {
  const code = await refused(text)
  const { findings } = await linted([BASE, text], { from: 1 })
  const wrong = findings.filter(({ rule, severity }) => RULES.test(rule) && severity === 'high')
  const codes = wrong.flatMap(({ message }) => /\((\d\d[^)]*)\)/.exec(message)?.[1] ?? [])
  expect({ refused: code !== null, told: codes.some((told) => told.includes(code ?? '?')) }).toEqual({
    refused: wrong.length > 0,
    told: wrong.length > 0,
  })
})

/** What preflight foretells of a statement. */
async function foretold(text: string) {
  const parser = await sqlParser()
  const pending = [parseMigration(parser, { tag: 't', file: 't.sql', text })]
  const { facts, around } = await sql.begin(async (session) => {
    await session.unsafe(PRINT_SETTINGS)
    const ask = asking({ query: async (asked) => [...(await session.unsafe(asked))] as never }, readCatalog())
    const read = await modelledFacts(ask, JOURNAL, 170_000)
    return { facts: read, around: await readSurroundings(ask, JOURNAL, namesIn(pending, parser)) }
  })
  return simulate({ facts, around, parser, server: 170_000, pending }).predictions.map(
    ({ verdict, sqlstate, message }) => ({ verdict, code: sqlstate, message }),
  )
}

/** The guide calls each of these wrong. Four are legal as they stand; of two PostgreSQL wants to be told how to convert. */
const GUIDE: readonly [sql: string, code: string | null, said: RegExp][] = [
  [`alter table t add column meta jsonb default '{}'`, null, /info: .* legal as it stands/],
  [`alter table t add column level status default 'draft'`, null, /info: .* legal as it stands/],
  [`alter table t add column done boolean default 'yes'`, null, /info: 'yes' is read as true: legal/],
  [`alter table t add column since timestamptz default '2025-01-01'`, null, /info: .* legal as it stands/],
  [
    `alter table t alter column n type integer`,
    '42804',
    /high: column "n" cannot be cast automatically to type integer \(42804\)/,
  ],
  [
    `alter table t alter column uid type uuid`,
    '42804',
    /high: column "uid" cannot be cast automatically to type uuid \(42804\)/,
  ],
]

test.each(GUIDE)('the guide’s “%s”', async (text, code, said) => {
  const answer = await refusal(text)
  expect(answer?.code ?? null).toBe(code)
  const fails = answer === null ? [] : [{ verdict: 'fails', ...answer }]
  expect((await foretold(text)).filter(({ verdict }) => verdict !== 'data')).toEqual(fails)
  const { findings } = await linted([BASE, text], { from: 1 })
  const own = findings.filter(({ rule }) => RULES.test(rule)).map(({ severity, message }) => `${severity}: ${message}`)
  expect(own).toEqual([expect.stringMatching(said)])
})

test('the USING that lint writes is what PostgreSQL takes, the default in the way included', async () => {
  const { findings } = await linted([BASE, 'alter table t alter column n type integer'], { from: 1 })
  const recipe = findings.find(({ rule }) => rule === 'using-missing')?.recipe ?? []
  expect(recipe).toHaveLength(3)
  expect(await refused(recipe.join('\n').replace('…', '1'))).toBeNull()
})

test('the reserved words are those of PostgreSQL 18', async () => {
  const server = postgres(await serverUrl(18), { max: 1, onnotice: () => {} })
  const words = await server<{ word: string }[]>`
    select word from pg_catalog.pg_get_keywords() where catcode in ('R', 'T') order by word`
  await server.end()
  expect([...RESERVED].toSorted()).toEqual(words.map(({ word }) => word).toSorted())
})
