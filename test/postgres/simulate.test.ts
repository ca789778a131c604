import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSurroundings } from '../../functions/collect/read.ts'
import { asking } from '../../functions/collect/statement.ts'
import { PRINT_SETTINGS } from '../../functions/collect/settings.ts'
import { parseMigration } from '../../functions/preflight/parse/migration.ts'
import { namesIn } from '../../functions/preflight/simulate/names-used.ts'
import { simulate } from '../../functions/preflight/simulate/simulate.ts'
import { readCatalog } from '../../scripts/catalog.ts'
import { sqlParser } from '../../scripts/parser.ts'
import { prepareScratch } from '../../scripts/postgres/scratch.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { DISAGREEMENTS } from './simulating/disagreements.ts'
import { DRIFTS, statement } from './simulating/grammar.ts'
import { tried, type Said } from './simulating/tried.ts'
import { modelledFacts } from './simulating/facts.ts'

/** Statements on each drifted catalog. */
const EACH = 108
/** SEED and VERSION run it on other statements and another PostgreSQL. */
const SEED = Number(process.env.SEED ?? 20_261_123)
const VERSION = Number(process.env.VERSION ?? 17) as 17
const SERVER = VERSION * 10_000
const JOURNAL = { schema: 'drizzle', table: '__drizzle_migrations' }

let database: TestDatabase
let sql: postgres.Sql

beforeAll(async () => {
  database = await freshDatabase(VERSION)
  sql = postgres(database.url, { max: 1, prepare: false, fetch_types: false, onnotice: () => {} })
  await prepareScratch({ exec: (text) => sql.unsafe(text) }, 'supabase')
  await sql.unsafe(readFileSync(new URL('simulating/base.sql', import.meta.url), 'utf8'))
})
afterAll(async () => {
  await sql.end()
  await database.drop()
})

/** Runs some statements, each on the drifted catalog and rolled back, and reads that catalog as a preflight does. */
async function onDrift(drift: string, statements: readonly string[]) {
  const parser = await sqlParser()
  const parsed = statements.map((text, i) => parseMigration(parser, { tag: `t${i}`, file: `t${i}.sql`, text }))
  const reserved = await sql.reserve()
  try {
    await reserved.unsafe('begin')
    await reserved.unsafe(drift)
    await reserved.unsafe(`savepoint reading; ${PRINT_SETTINGS}`)
    const ask = asking({ query: async (text) => [...(await reserved.unsafe(text))] as never }, readCatalog())
    const facts = await modelledFacts(ask, JOURNAL, SERVER)
    const around = await readSurroundings(ask, JOURNAL, namesIn(parsed, parser))
    await reserved.unsafe('rollback to savepoint reading')
    const said: Said[] = []
    for (const text of statements) said.push(await tried(reserved, text))
    return parsed.map((migration, i) => {
      const { predictions } = simulate({ facts, around, parser, server: SERVER, pending: [migration] })
      return { text: statements[i] ?? '', prediction: predictions[0] ?? null, said: said[i] ?? null, drift }
    })
  } finally {
    await reserved.unsafe('rollback')
    reserved.release()
  }
}

type Pair = Awaited<ReturnType<typeof onDrift>>[number]

/** How prediction and PostgreSQL compare. Where the data decides, only the data's own errors may come. */
function outcome({ prediction, said }: Pair): 'agree' | 'unknown' | 'false alarm' | 'missed' | 'other code' {
  if (prediction?.verdict === 'unknown') return 'unknown'
  if (prediction?.verdict === 'fails') {
    if (said === null) return 'false alarm'
    return said.sqlstate === prediction.sqlstate ? 'agree' : 'other code'
  }
  if (said === null) return 'agree'
  return prediction?.verdict === 'data' && /^(?:22|23)/.test(said.sqlstate) ? 'agree' : 'missed'
}

const line = ({ text, prediction, said, drift }: Pair) =>
  `${text} ⟂ foretold ${prediction === null ? 'ok' : `${prediction.verdict} ${prediction.sqlstate ?? ''} ${prediction.message}`} ⟂ PostgreSQL ${said === null ? 'ok' : `${said.sqlstate} ${said.message}`} ⟂ after ${drift}`

test('foretells what PostgreSQL says: verdict and SQLSTATE of generated statements on drifted catalogs', async () => {
  const pairs: Pair[] = []
  for (const [i, drift] of DRIFTS.entries())
    pairs.push(...(await onDrift(drift, [...new Set(fc.sample(statement, { numRuns: EACH, seed: SEED + i }))])))
  const by = Map.groupBy(pairs, outcome)
  const count = (kind: ReturnType<typeof outcome>) => by.get(kind)?.length ?? 0
  const wrong = [...(by.get('false alarm') ?? []), ...(by.get('missed') ?? []), ...(by.get('other code') ?? [])]
  const known = (pair: Pair) => DISAGREEMENTS.some(({ pattern }) => pattern.test(pair.text))
  expect(pairs.length).toBeGreaterThanOrEqual(2_000)
  expect((by.get('false alarm') ?? []).map(line)).toEqual([])
  expect(wrong.filter((pair) => !known(pair)).map(line)).toEqual([])
  expect(count('agree') / (pairs.length - count('unknown'))).toBeGreaterThanOrEqual(0.99)
  expect(count('unknown') / pairs.length).toBeLessThan(0.05)
}, 60_000)
