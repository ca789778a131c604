import { PGlite } from '@electric-sql/pglite'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  factsCte,
  factStatement,
  fingerprintStatement,
  journalStatement,
  shardStatement,
  surroundingsStatement,
} from '../../../functions/collect/catalog.ts'
import { readCatalog } from '../../../scripts/catalog.ts'
import { ambiguitiesIn, columnsOf, cteNames, writesIn, type Allowed } from './read-only.ts'

const catalog = readCatalog()
const { scope, facts, ...kinds } = catalog

/** As psql would put the parameters in. */
const bound = (sql: string) => sql.replaceAll(/:'(\w+)'/g, "'$1'").replaceAll(':relations', 'true')

const texts = [
  ...Object.entries(kinds).map(([name, sql]) => [name, bound(sql)] as const),
  ['facts', bound(facts)] as const,
  ['scope', `with ${bound(scope)} select 1`] as const,
]

let allowed: Allowed

beforeAll(async () => {
  const db = await PGlite.create()
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
    queries: new Set(['printed', ...(await cteNames(`with ${bound(scope)} select 1`))]),
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
  const hostile = { schema: `a"b'c`, table: `x'; drop table users; --` }
  const cte = factsCte(catalog, hostile)
  const group = { kind: 'table', schema: `it's; drop table users`, shards: 3 }

  test.each([
    ['fingerprints', fingerprintStatement(cte, hostile)],
    ['shards', shardStatement(cte, [group, group])],
    ['facts', factStatement(cte)],
    ['facts of some shards', factStatement(cte, [{ ...group, only: [0, 2] }, group])],
    ['surroundings', surroundingsStatement(catalog, hostile, [`it's`, 'a"b', '\\'])],
    ['the journal', journalStatement(hostile, ['id', 'hash', 'created_at'])],
  ])('%s: one SELECT that only reads, whatever the names are', async (_, sql) => {
    expect(await writesIn(sql)).toEqual([])
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
