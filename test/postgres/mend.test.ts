import { isPinned } from '../../functions/model/pinned.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pgliteScratch, shadowScratch, type Scratch } from '../../scripts/blueprint/scratch.ts'
import { CASES, type Case } from '../corpus/cases.ts'
import { serverUrl } from '../support/database.ts'
import { UNMENDED } from './mend-exceptions.ts'
import { left, prepareMending } from './mending.ts'

const EXTENSIONS = ['btree_gist', 'citext', 'hstore', 'pg_trgm', 'pgcrypto', 'uuid-ossp']

const OPENERS: [string, number, () => Promise<Scratch>][] = [
  ['PGlite', 18, () => pgliteScratch(EXTENSIONS)],
  ['PostgreSQL 17', 17, async () => shadowScratch(await serverUrl(17))],
]

const DIRECTIONS = [
  ['forward', ({ before, after: target }: Case) => [before, target] as const],
  ['backward', ({ before, after: blueprint }: Case) => [blueprint, before] as const],
] as const

/** Each case on one of the two, and in one direction, by turns; PLUMBLINE_CORPUS=all: on both, and in both. */
const WHOLE = process.env.PLUMBLINE_CORPUS === 'all'
const casesOn = (version: number) =>
  CASES.map((one, i) => ({ one, directions: WHOLE ? DIRECTIONS : [DIRECTIONS[(i >> 1) % 2 === 0 ? 0 : 1]], i })).filter(
    ({ one: { runsOn }, i }) => runsOn(version) && (WHOLE || !runsOn(17) || (i % 2 === 0) === (version === 17)),
  )

describe.each(OPENERS)('%s: the SQL of the findings puts the target right', (_, version, open) => {
  let db: Scratch
  beforeAll(async () => {
    db = await open()
    await prepareMending(db)
  })
  afterAll(() => db.close())

  for (const { one, directions } of casesOn(version)) {
    for (const [direction, scriptsOf] of directions) {
      const name = `${one.name} ${direction}`
      test(`${name}`, { fails: name in UNMENDED }, async () => {
        const [blueprint, target] = scriptsOf(one)
        const pinned = isPinned(one.name.split('--')[0] ?? '')
        expect(await left(db, blueprint, target, pinned)).toEqual({ refused: [], missing: [], extra: [] })
      })
    }
  }
})

test('what cannot be mended is less than a tenth, and is of the corpus', () => {
  const names = CASES.flatMap(({ name }) => DIRECTIONS.map(([direction]) => `${name} ${direction}`))
  expect(Object.keys(UNMENDED).filter((name) => !names.includes(name))).toEqual([])
  expect(Object.keys(UNMENDED).length / names.length).toBeLessThan(0.1)
})
