import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { brokenImports, PURE } from './house.ts'
import { impurities, storageAsked } from './impure.ts'
import { importsOf, partOf, ROOT, sourcesIn, type Source } from './source.ts'

const sources = sourcesIn('functions')
const at = (path: string, text: string): Source => ({ path: `functions/${path}`, text })

describe('who may import whom', () => {
  test('every source of the Worker keeps to it', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(sources.flatMap(brokenImports)).toEqual([])
    // It parses every source, beside whatever else the machine does.
  }, 30_000)

  test.each([
    ['drift/a.ts', "import { look } from '../run/look.ts'", 'drift may not know run'],
    ['drift/a.ts', "import type { Look } from '../run/look.ts'", 'drift may not know run'],
    ['views/a.tsx', "import { settingsOf } from '../env.ts'", 'views may not know env'],
    ['views/words/a.ts', "import type { Target } from '../../env.ts'", 'views may not know env'],
    ['model/a.ts', "export { markOf } from '../drift/mark.ts'", 'model may not know drift'],
    ['model/a.ts', "export * from '../drift/mark.ts'", 'model may not know drift'],
    ['model/a.ts', "type Mark = import('../drift/mark.ts').Mark", 'model may not know drift'],
    ['store/a.ts', "import { look } from '../run/look.ts'", 'store may not know run'],
    ['run/a.ts', "import { app } from '../routes/app.ts'", 'run may not know routes'],
    ['run/a.ts', "import { text } from '../views/text.ts'", 'run may not know views'],
    ['collect/a.ts', "import { readFileSync } from 'node:fs'", 'collect may not ask the world'],
    ['routes/a.ts', "import postgres from 'postgres'", 'routes may not ask the world'],
    ['drift/a.ts', "const postgres = await import('postgres')", 'drift may not ask the world'],
    ['hooks/a.ts', "import { answerOf } from '../store/deliveries.ts'", 'hooks may not know store'],
    ['hooks/a.ts', "import { Hono } from 'hono'", 'hooks is pure: no package but those it must have'],
    ['routes/a.ts', "import { env } from 'cloudflare:workers'", 'routes may not ask the world'],
    ['journal/a.ts', "import ky from 'ky'", 'journal is pure: no package but those it must have'],
    ['collect/a.ts', "import { UserError } from '../../scripts/errors.ts'", 'only what is in functions/'],
    ['run/a.ts', "import tables from '../../supabase/catalog/tables.sql'", 'only what is in functions/'],
    ['run/a.ts', 'await import(name)', 'must stand in the source'],
    ['new/a.ts', "import { z } from 'zod'", 'new is no part of the house'],
  ])('%s: %s', (path, text, why) => {
    expect(brokenImports(at(path, text))).toEqual([expect.stringContaining(why)])
  })

  test.each([
    ['drift/mend/a.ts', "import { groups } from '../groups.ts'"],
    ['drift/a.ts', "import { nameOf } from '../model/fact.ts'"],
    ['store/a.ts', "import type { DriftMemo } from '../run/drift.ts'"],
    ['store/a.ts', "import { type DriftMemo } from '../run/drift.ts'"],
    ['collect/a.ts', "import tables from '../../supabase/catalog/tables.sql'"],
    ['collect/a.ts', "import postgres from 'postgres'"],
    ['views/a.tsx', "import { Fragment } from 'hono/jsx'"],
    ['views/a.ts', 'const text = "import { settingsOf } from \'../env.ts\'"'],
  ])('%s may say %s', (path, text) => {
    expect(brokenImports(at(path, text))).toEqual([])
  })

  test('the command line knows the Worker’s parts, never its front door', () => {
    const doors = sourcesIn('scripts').flatMap((source) =>
      importsOf(source).filter(
        ({ target, type }) => !type && ['routes', 'worker'].includes(partOf(target ?? '') ?? ''),
      ),
    )
    expect(doors).toEqual([])
  })
})

describe('what is pure', () => {
  const pure = sources.filter(({ path }) => PURE.includes(partOf(path) ?? ''))

  test('asks neither the world nor the clock nor chance', () => {
    expect(pure.flatMap((source) => impurities(source).map((what) => `${source.path}: ${what}`))).toEqual([])
  })

  test.each([
    ['const at = Date.now()', 'Date.now'],
    ['const clock = Date.now', 'Date.now'],
    ['const at = new Date()', 'new Date()'],
    ['const at = Date()', 'new Date()'],
    ['export const roll = () => Math.random()', 'Math.random'],
    ['const id = crypto.randomUUID()', 'crypto.randomUUID'],
    ["await fetch('https://example.com')", 'fetch'],
    ['const ask = { fetch }', 'fetch'],
    ['const { env } = process', 'process'],
    ['const now = globalThis.Date.now()', 'globalThis'],
    ['const wait = new Promise((resolve) => setTimeout(resolve, 1))', 'setTimeout'],
  ])('%s is not', (text, what) => {
    expect(impurities(at('drift/a.ts', text))).toContain(what)
  })

  test.each([
    'const at = new Date(0).toISOString()',
    'const at = Date.UTC(2026, 0)',
    'const processed = app.process()',
    'const text = app.fetch',
    'const words = { fetch: 1, process: 2 }',
    'interface Words { console: string; performance: number }',
    "const digest = crypto.subtle.digest('SHA-256', bytes)",
    '// Date.now() would be wrong here',
  ])('%s is', (text) => {
    expect(impurities(at('drift/a.ts', text))).toEqual([])
  })
})

describe('storage', () => {
  test('is asked by functions/store alone', () => {
    const others = sources.filter(({ path }) => partOf(path) !== 'store')
    expect(others.flatMap((source) => storageAsked(source).map((what) => `${source.path}: ${what}`))).toEqual([])
  })

  test.each([
    ['await env.DB.prepare(sql).run()', ['DB.prepare']],
    ['await c.env.KV.get(name)', ['KV.get']],
    ['const { DB } = env; DB.batch([])', ['DB.batch']],
    ['await listRuns(c.env.DB, name)', []],
    ['const KV = 1', []],
  ])('%s', (text, asked) => {
    expect(storageAsked(at('routes/a.ts', text))).toEqual(asked)
  })
})

describe('settings and secrets', () => {
  test('no view knows how a target is reached', () => {
    const views = sources.filter(({ path }) => partOf(path) === 'views')
    const settings = ['functions/env.ts', 'functions/model/target.ts']
    const known = views.flatMap(({ path, text }) =>
      importsOf({ path, text }).flatMap(({ target }) =>
        target !== null && settings.includes(target) ? [`${path}: ${target}`] : [],
      ),
    )
    expect(known).toEqual([])
  })
})

test('the bundle holds every text of supabase/catalog', () => {
  const bundled = importsOf(sources.find(({ path }) => path === 'functions/collect/catalog-sql.ts') ?? at('', ''))
  const texts = bundled.flatMap(({ target }) => /^supabase\/catalog\/(.+)$/.exec(target ?? '')?.[1] ?? [])
  expect(texts.toSorted()).toEqual(
    readdirSync(join(ROOT, 'supabase/catalog'))
      .filter((name) => name.endsWith('.sql'))
      .toSorted(),
  )
})
