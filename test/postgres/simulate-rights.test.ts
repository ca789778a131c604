import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PRINT_SETTINGS } from '../../functions/collect/settings.ts'
import { readSurroundings } from '../../functions/collect/read.ts'
import { asking } from '../../functions/collect/statement.ts'
import { parseMigration } from '../../functions/preflight/parse/migration.ts'
import { namesIn } from '../../functions/preflight/simulate/names-used.ts'
import { simulate } from '../../functions/preflight/simulate/simulate.ts'
import { readCatalog } from '../../scripts/catalog.ts'
import { sqlParser } from '../../scripts/parser.ts'
import { prepareScratch } from '../../scripts/postgres/scratch.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { RIGHTS_DISAGREEMENTS } from './simulating/disagreements.ts'
import { tried } from './simulating/tried.ts'
import { modelledFacts } from './simulating/facts.ts'
import { GRANTS, ROLES, SETUP, statement } from './simulating/rights.ts'

/** Statements by each role on each catalog; SEED, VERSION and EACH try others. */
const EACH = Number(process.env.EACH ?? 18)
const SEED = Number(process.env.SEED ?? 20_261_123)
const VERSION = Number(process.env.VERSION ?? 17) as 17
const SERVER = VERSION * 10_000
const JOURNAL = { schema: 'drizzle', table: '__drizzle_migrations' }
const DENIED = '42501'

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

/** Runs some statements as each role after some grants, all rolled back, and foretells them from the same catalog. */
async function afterGrants(grants: string, seed: number) {
  const parser = await sqlParser()
  const texts = (who: number) => [...new Set(fc.sample(statement, { numRuns: EACH, seed: seed * ROLES.length + who }))]
  const reserved = await sql.reserve()
  try {
    await reserved.unsafe('begin')
    await reserved.unsafe(`${SETUP}; ${grants}; savepoint reading; ${PRINT_SETTINGS}`)
    const ask = asking({ query: async (text) => [...(await reserved.unsafe(text))] as never }, readCatalog())
    const facts = await modelledFacts(ask, JOURNAL, SERVER)
    const plans = []
    for (const [who, role] of ROLES.entries()) {
      // Every other role, in turns: the long run, with FIGURES, has all of them on every catalog.
      if (!process.env.FIGURES && (who + seed) % 2 === 1) continue
      const pending = texts(who).map((text, i) => parseMigration(parser, { tag: `t${i}`, file: `t${i}.sql`, text }))
      plans.push({ role, pending, around: await readSurroundings(ask, JOURNAL, namesIn(pending, parser), role) })
    }
    await reserved.unsafe('rollback to savepoint reading')
    const triples = []
    for (const { role, pending, around } of plans)
      for (const migration of pending) {
        const { predictions } = simulate({ facts, around, parser, server: SERVER, pending: [migration] })
        const said = await tried(reserved, migration.text, `set local role ${role}`)
        triples.push({ grants, role, text: migration.text, prediction: predictions[0] ?? null, said })
      }
    return triples
  } finally {
    await reserved.unsafe('rollback')
    reserved.release()
  }
}

type Triple = Awaited<ReturnType<typeof afterGrants>>[number]

/** How a prediction and PostgreSQL compare: of what a role may not do, word for word. */
function outcome({ text, prediction, said }: Triple): 'agree' | 'unknown' | 'false alarm' | 'missed' | 'other' {
  if (prediction?.verdict === 'unknown') return 'unknown'
  if (prediction?.verdict === 'fails') {
    if (said === null) return 'false alarm'
    if (said.sqlstate !== prediction.sqlstate) return 'other'
    return said.sqlstate !== DENIED || spoken(text, said.message) === spoken(text, prediction.message ?? '')
      ? 'agree'
      : 'other'
  }
  if (said === null) return 'agree'
  return prediction?.verdict === 'data' && /^(?:22|23)/.test(said.sqlstate) ? 'agree' : 'missed'
}

/** Which of several closed things ALL IN SCHEMA meets first is a matter of where PostgreSQL wrote them down. */
const spoken = (text: string, message: string) => (/ ON ALL /.test(text) ? message.replace(/ \S+$/, '') : message)

const line = ({ grants, role, text, prediction, said }: Triple) =>
  `${role}: ${text} ⟂ foretold ${prediction === null ? 'ok' : `${prediction.verdict} ${prediction.sqlstate ?? ''} ${prediction.message}`} ⟂ PostgreSQL ${said === null ? 'ok' : `${said.sqlstate} ${said.message}`} ⟂ after ${grants}`

test('foretells what a role may not do: verdict, SQLSTATE and message of generated statements by drawn roles', async () => {
  const triples: Triple[] = []
  for (const [i, grants] of GRANTS.entries()) triples.push(...(await afterGrants(grants, SEED + i)))
  const by = Map.groupBy(triples, outcome)
  const of = (kind: ReturnType<typeof outcome>) => by.get(kind) ?? []
  const denied = triples.filter(({ said }) => said?.sqlstate === DENIED)
  const judged = triples.length - of('unknown').length
  if (process.env.FIGURES) {
    const figures = Object.fromEntries([...by].map(([kind, found]) => [kind, found.length]))
    console.log({ version: VERSION, triples: triples.length, denied: denied.length, ...figures })
    console.log([...of('missed'), ...of('other')].map(line).join('\n'))
  }
  // What else is not foretold is for simulate.test.ts; here, what a role may or may not do, on either side.
  const ofRights = ({ said, prediction }: Triple) => said?.sqlstate === DENIED || prediction?.sqlstate === DENIED
  expect(of('false alarm').map(line)).toEqual([])
  const known = ({ text }: Triple) => RIGHTS_DISAGREEMENTS.some(({ pattern }) => pattern.test(text))
  expect([...of('missed'), ...of('other')].filter((one) => ofRights(one) && !known(one)).map(line)).toEqual([])
  expect(of('agree').length / judged).toBeGreaterThanOrEqual(0.99)
  expect(denied.length).toBeGreaterThan(triples.length / 4)
}, 300_000)
