import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readCatalog } from '../../scripts/catalog.ts'
import { serverUrl } from '../support/database.ts'

const text = readFileSync(new URL('../../docs/coverage.md', import.meta.url), 'utf8')

/** The rows of the table of catalogs: | `catalog` | how | what |. */
const rows = [...text.matchAll(/^\| `(pg_\w+)` \| ([^|]+) \| ([^|]+) \|$/gm)].map(([, catalog, how, what]) => ({
  catalog: catalog ?? '',
  how: how ?? '',
  what: what ?? '',
}))

/** The values of a "char" that the second table explains: `r` table, `p` partitioned table. */
const explained = (column: string) => {
  const section = new RegExp(`^\\| ${column} \\|(?:.*\\n\\| \\|)*.*$`, 'm').exec(text)?.[0] ?? ''
  return [...section.matchAll(/`(\w)`/g)].map(([, value]) => value ?? '').toSorted()
}

async function ask(query: string): Promise<string[]> {
  const server = postgres(await serverUrl(18), { max: 1, onnotice: () => {} })
  try {
    const answer = await server.unsafe(query).values()
    return z
      .array(z.tuple([z.string()]))
      .parse([...answer])
      .map(([value]) => value)
  } finally {
    await server.end()
  }
}

test('docs/coverage.md tells of every catalog of PostgreSQL 18, and of no other', async () => {
  const catalogs = await ask(
    `select relname from pg_catalog.pg_class where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r' order by relname collate "C"`,
  )
  expect(rows.map(({ catalog }) => catalog)).toEqual(catalogs)
})

test('docs/coverage.md says of each catalog one of four things', () => {
  const hows = new Set(['compared', 'unmodelled', 'not looked at yet', 'no catalog'])
  expect(rows.filter(({ how }) => !hows.has(how))).toEqual([])
})

test('docs/coverage.md names files of supabase/catalog that are there', () => {
  const files = new Set(Object.keys(readCatalog()).map((name) => `${name}.sql`))
  const named = rows.flatMap(({ what }) => [...what.matchAll(/`([\w-]+\.sql)`/g)].map(([, file]) => file ?? ''))
  expect(named.filter((file) => !files.has(file))).toEqual([])
})

test.each([
  ['compared', true],
  ['unmodelled', true],
  ['not looked at yet', false],
])('the catalogs that docs/coverage.md calls %s: read by supabase/catalog: %s', (how, isRead) => {
  const sql = Object.values(readCatalog()).join('\n')
  const named = rows.filter((row) => row.how === how && !EXCUSED.has(row.catalog)).map(({ catalog }) => catalog)
  expect(named.filter((catalog) => new RegExp(`pg_catalog\\.${catalog}\\b`).test(sql) !== isRead)).toEqual([])
})

/** Read through a function or a view of PostgreSQL, or with another catalog. */
const EXCUSED = new Set(['pg_partitioned_table', 'pg_subscription_rel', 'pg_user_mapping', 'pg_authid'])

test.each([
  ['relkind', 'pg_class'],
  ['prokind', 'pg_proc'],
  ['typtype', 'pg_type'],
])('docs/coverage.md explains every %s', async (column, catalog) => {
  const used = await ask(`select distinct ${column}::text as value from pg_catalog.${catalog} order by 1`)
  expect(used.filter((value) => !explained(column).includes(value))).toEqual([])
})
