import { readFileSync } from 'node:fs'
import { startPglite } from '../../../scripts/postgres/pglite.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { PRINT_SETTINGS } from '../../../functions/collect/settings.ts'
import { statementOf } from '../../../functions/collect/statement.ts'
import type { Question } from '../../../functions/model/question.ts'
import { readCatalog, readAuthorsSql, readChecks, readPerformance } from '../../../scripts/catalog.ts'
import { ambiguitiesIn, columnsOf, cteNames, writesIn, type Allowed } from './read-only.ts'
import { statementsOf } from './sql.ts'

const catalog = readCatalog()
const checks = { ...readChecks(), ...readPerformance(), ...readAuthorsSql() }
const { locks, scope, facts, ...kinds } = catalog

/** As psql would put the parameters in. */
const bound = (sql: string) => sql.replaceAll(/:'(\w+)'/g, "'$1'").replaceAll(':relations', 'true')

const texts = [
  ...Object.entries(kinds).map(([name, sql]) => [name, bound(sql)] as const),
  ['facts', bound(facts)] as const,
  ['scope', `with ${locks} ${bound(scope)} select 1`] as const,
]

let allowed: Allowed

beforeAll(async () => {
  const db = await startPglite()
  const functions = await db.query<{ name: string; volatility: string }>(
    `select proname as name, max(provolatile::text collate "C") as volatility
     from pg_catalog.pg_proc where pronamespace = 'pg_catalog'::regnamespace group by proname`,
  )
  const columns = await db.query<{ name: string }>(
    `select a.attname as name from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'pg_catalog'::regnamespace
     group by a.attname having every(a.attcollation in (0, 'pg_catalog."C"'::regcollation))`,
  )
  await db.close()
  allowed = {
    volatility: new Map(functions.rows.map(({ name, volatility }) => [name, volatility])),
    sortable: new Set(columns.rows.map(({ name }) => name)),
    queries: new Set(['printed', ...(await cteNames(`with ${locks} ${bound(scope)} select 1`))]),
  }
}, 60_000)

describe.each(texts)('supabase/catalog/%s.sql', (_, sql) => {
  test('is one SELECT that only reads', async () => {
    expect(await writesIn(sql)).toEqual([])
  })

  test('means the same for everybody, everywhere and always', async () => {
    expect(await ambiguitiesIn(sql, allowed)).toEqual([])
  })
})

test.each(texts.filter(([name]) => name !== 'scope'))('supabase/catalog/%s.sql yields facts', async (_, sql) => {
  expect(await columnsOf(sql)).toEqual(['kind', 'schema', 'relation', 'key', 'parent', 'value'])
})

describe('what is sent to a target', () => {
  const journal = { schema: `a"b'c`, table: `x'; drop table users; --` }
  const group = { kind: 'table', schema: `it's; drop table users`, shards: 3 }
  const columns = ['id', 'hash', 'created_at', 'name']
  const odd = `x'; drop table users; --`
  const wanted = { patterns: [odd], object: 'relation', schema: 'a"b', name: odd } as const
  const closed = ['pg_policy', 'pg_event_trigger', 'pg_rewrite', 'pg_of_our_own']
  // One of every question: the compiler asks for those that are to come.
  const questions: { [Ask in Question['ask']]: Extract<Question, { ask: Ask }>[] } = {
    fingerprints: [
      { ask: 'fingerprints', journal },
      { ask: 'fingerprints', journal, closed },
    ],
    shards: [
      { ask: 'shards', journal, groups: [group, group] },
      { ask: 'shards', journal, groups: [group, group], closed },
    ],
    facts: [
      { ask: 'facts', journal },
      { ask: 'facts', journal, closed },
      { ask: 'facts', journal, slices: [{ ...group, only: [0, 2] }, group, { ...group, only: [] }] },
    ],
    journal: [
      { ask: 'journal', journal, columns },
      { ask: 'journal', journal, columns: [] },
    ],
    'journal-digest': [
      { ask: 'journal-digest', journal, columns },
      { ask: 'journal-digest', journal, columns, supabase: ['version', 'statements', 'name'] },
    ],
    surroundings: [{ ask: 'surroundings', journal, names: [`it's`, 'a"b', '\\'] }],
    supabase: [{ ask: 'supabase', journal, has: columns }],
    'supabase-digest': [{ ask: 'supabase-digest', journal, has: columns }],
    health: [
      { ask: 'health', journal, texts: ['server', 'slots', 'checkpoints', 'not-valid'], server: 150_000 },
      { ask: 'health', journal, texts: ['slots', 'checkpoints', 'not-valid'], server: 180_000, within: 10 },
      { ask: 'health', journal, texts: ['statements'], server: 170_000, schema: `a"; drop table users` },
    ],
    counts: [{ ask: 'counts', journal, tables: [{ schema: 'a"b', table: `x"; drop table users; --` }], within: 10 }],
    authors: [
      { ask: 'authors', journal, texts: ['owners', 'sessions', 'place'], wanted: [wanted, wanted], within: 10 },
      { ask: 'authors', journal, texts: ['statements'], wanted: [wanted], schema: `a"; drop table users` },
    ],
    performance: [
      { ask: 'performance', journal, texts: ['place', 'database', 'tables', 'indexes'] },
      {
        ask: 'performance',
        journal: { schema: `it's`, table: `x'; drop table users; --` },
        texts: ['info', 'statements', 'database'],
        schema: `a"; drop table users`,
        seen: ['0123456789abcdef'],
      },
    ],
    orphans: [
      {
        ask: 'orphans',
        journal,
        keys: [
          {
            schema: 'a"b',
            relation: `it's`,
            columns: ['c'],
            target_schema: 'd',
            target: 'e"',
            target_columns: ['f'],
            match_full: false,
          },
        ],
        blocks: { from: 0, to: 5 },
      },
      {
        ask: 'orphans',
        journal,
        keys: [1, 2].map(() => ({
          schema: `a"b`,
          relation: `x"; drop table users; --`,
          columns: [`it's`, 'b'],
          target_schema: 'c',
          target: 'd"',
          target_columns: ['e', 'f"'],
          match_full: true,
        })),
      },
    ],
  }

  test.each(Object.values(questions).flatMap((asked) => asked.map((question) => [question.ask, question] as const)))(
    '%s: one SELECT that only reads, whatever the names are',
    async (_, question) => {
      expect(await writesIn(statementOf(catalog, question, checks))).toEqual([])
    },
  )

  test('by `db ping`: one SELECT that only reads', async () => {
    expect(await writesIn(readFileSync('supabase/about.sql', 'utf8'))).toEqual([])
  })

  test('before it: settings for the transaction only', async () => {
    const statements = await statementsOf(PRINT_SETTINGS)
    expect(statements.length).toBeGreaterThan(5)
    expect(statements.filter(({ type, body }) => type !== 'VariableSetStmt' || body.is_local !== true)).toEqual([])
  })
})

describe('the guard', () => {
  test.each([
    ['select 1; select 2', '2 statements'],
    ['', '0 statements'],
    ['delete from t', 'a DeleteStmt'],
    ['with gone as (delete from t returning 1) select * from gone', 'a DeleteStmt inside'],
    ['select * from pg_catalog.pg_class for update', 'locks rows'],
    ['select 1 into t', 'SELECT INTO makes a table'],
  ])('sees that %j writes', async (sql, why) => {
    expect(await writesIn(sql)).toContain(why)
  })

  test.each([
    ['select * from pg_class', 'pg_class is neither pg_catalog’s nor a query of ours'],
    ['select * from public.relations', 'relations is neither pg_catalog’s nor a query of ours'],
    ['select 1 where exists (select from users)', 'users is neither pg_catalog’s nor a query of ours'],
    ['select random()', 'random is volatile'],
    ["select nextval('s')", 'nextval is volatile'],
    ["select set_config('a', 'b', true)", 'set_config is volatile'],
    ['select extensions.digest(1)', 'extensions.digest is no function of pg_catalog'],
    ['select now()', 'now is of the moment'],
    ['select current_user', 'SVFOP_CURRENT_USER is of the moment'],
    ["select current_setting('search_path')", 'current_setting is of the session'],
    ["select string_agg(relname, ',') from pg_catalog.pg_class", 'string_agg without an order'],
    ["select string_agg(a, ',' order by a || 'x') from relations", 'an order of text needs collate "C"'],
    ["select string_agg(a, ',' order by c.value) from relations c", 'an order of text needs collate "C"'],
    ['select string_agg(a, \',\' order by a collate "de_DE") from relations', 'an order of text needs collate "C"'],
    ['select relname from pg_catalog.pg_class order by 1 limit 1', 'LIMIT leaves out what the order decides'],
  ])('sees that %j is ambiguous', async (sql, why) => {
    expect(await ambiguitiesIn(sql, allowed)).toContain(why)
  })

  test.each([
    'select * from pg_catalog.pg_class',
    'select * from relations',
    "select current_setting('server_version_num')",
    "select string_agg(relname, ',' order by relname) from pg_catalog.pg_class",
    "select string_agg(a, ',' order by (a || 'x') collate \"C\") from relations",
    "select string_agg(a, ',' order by a.oid = 3 desc, a.attnum) from relations",
    "select string_agg(distinct a, ',') as parent from relations",
  ])('sees that %j is not', async (sql) => {
    expect([...(await writesIn(sql)), ...(await ambiguitiesIn(sql, allowed))]).toEqual([])
  })
})
