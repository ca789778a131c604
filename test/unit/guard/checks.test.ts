import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CHECK_SQL } from '../../../supabase/functions/plumbline-catalog/catalog.ts'
import { CHECKS } from '../../../functions/checks/list.ts'
import { PLATFORM_SCHEMAS } from '../../../functions/model/platform-schemas.ts'
import { readChecks } from '../../../scripts/catalog.ts'
import { CHECK_DOCS, checkDocs } from '../../../scripts/check-docs.ts'
import { readsOnlyIn, writesIn } from './read-only.ts'
import { importsOf, ROOT, sourcesIn } from './source.ts'

const texts = Object.entries(readChecks())

describe('supabase/checks', () => {
  test.each(texts)('%s.sql is one SELECT that only reads the system catalog', async (name, sql) => {
    const bound = sql.replaceAll(':"schema"', 'extensions')
    expect(await writesIn(bound)).toEqual([])
    const may = (schema: string) => schema === 'pg_catalog' || (name === 'statements' && schema === 'extensions')
    expect(await readsOnlyIn(bound, may)).toEqual([])
  })

  test('every text is asked by a check or for one, and every check has its text', () => {
    const asked = new Set([...CHECKS.map(({ sql }) => sql), 'statements-where'])
    expect([...new Set(texts.map(([name]) => name.replace(/-1\d$/, '')))].toSorted()).toEqual([...asked].toSorted())
  })

  test('the Edge Function and the bundle have them all: else npm run edge:catalog', () => {
    expect(CHECK_SQL).toEqual(readChecks())
    const bundle = sourcesIn('functions').find(({ path }) => path === 'functions/collect/check-sql.ts')
    const bundled =
      bundle === undefined
        ? []
        : importsOf(bundle).flatMap(({ target }) => /checks\/(.+)\.sql$/.exec(target ?? '')?.[1] ?? [])
    expect(bundled.toSorted()).toEqual(texts.map(([name]) => name).toSorted())
  })
})

describe('the checks', () => {
  test.each(CHECKS.map((check) => [check.id, check] as const))('%s says all that people need', (id, check) => {
    expect(check.title).toMatch(/^[A-Z].*[^.]$/)
    expect(check.why).toMatch(/^[A-Z].*\.$/)
    expect(check.source.length).toBeGreaterThan(10)
    expect(check.resolve.length).toBeGreaterThan(0)
    // Of what should be high, the lower limit is the graver one.
    const { warn, critical } = check.limits ?? { warn: 0, critical: null }
    expect(id === 'cache-hits' || critical === null || critical > warn).toBe(true)
  })

  test('rows of another form are unknown, never clean', () => {
    for (const check of CHECKS.filter(({ sql }) => sql !== 'server')) {
      const { told, doubts } = check.judge([{ other: 1 }], check.limits, {} as never)
      expect([check.id, told, doubts.length]).toEqual([check.id, [], 1])
    }
  })
})

test('docs/checks is what the checks say: else npm run docs:checks', () => {
  const docs = checkDocs()
  expect(readdirSync(CHECK_DOCS).toSorted()).toEqual([...docs.keys(), 'matrix.md'].toSorted())
  for (const [name, text] of docs) expect(readFileSync(`${CHECK_DOCS}${name}`, 'utf8')).toBe(text)
})

test('the schemas that checks leave out are those that drift leaves out', () => {
  const scope = readFileSync(join(ROOT, 'supabase/catalog/scope.sql'), 'utf8')
  const [, list = ''] = /n\.nspname <> all \(array\[([\s\S]*?)\]\)/.exec(scope) ?? []
  const named = list.match(/'(\w+)'/g)?.map((name) => name.slice(1, -1)) ?? []
  expect(named.toSorted()).toEqual([...PLATFORM_SCHEMAS].toSorted())
})
