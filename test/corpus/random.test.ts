import fc from 'fast-check'
import { nameOf } from '../../functions/model/fact.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { differences, type Facts } from './harness.ts'
import { OPENERS, type CorpusServer } from './servers.ts'
import { BASE, changeOf, SIZES, type Change } from './shapes.ts'

/** How many sequences, shared by all servers: PLUMBLINE_SEQUENCES=5000 npx vitest run test/corpus/random; PLUMBLINE_SEED repeats a run. */
const SEQUENCES = Number(process.env.PLUMBLINE_SEQUENCES ?? 500)
const SEED = process.env.PLUMBLINE_SEED

const filling = fc.record({
  table: fc.nat(SIZES.tables - 1),
  name: fc.nat(SIZES.names - 1),
  k: fc.integer({ min: 1, max: 9 }),
})
const change = fc
  .tuple(fc.nat(SIZES.shapes - 1), filling)
  .map(([shape, filled]) => changeOf(shape, filled))
/** Two kinds may share one name space: a domain and an enum, a view and a materialized view. */
const named = ({ keys: [key = ''] }: Change) => nameOf(key)
const sequence = fc.uniqueArray(change, { selector: named, minLength: 1, maxLength: 6 })

/** As a sequence is shown where it fails: a script. */
const script = (statements: readonly string[]) => statements.map((sql) => `${sql};`).join('\n')
const made = (changes: readonly Change[]) => script(changes.map(({ make }) => make))
const undone = (changes: readonly Change[]) => script(changes.map(({ undo }) => undo).toReversed())

describe.each(OPENERS)('random changes on $name', ({ name, open }) => {
  // PGlite takes five times as long, and is PostgreSQL 18 again.
  const runs = name === 'PGlite' ? Math.ceil(SEQUENCES / 25) : Math.ceil(SEQUENCES / (OPENERS.length - 1))
  let server: CorpusServer
  let base: Facts

  beforeAll(async () => {
    server = await open()
    await server.keep(BASE)
    base = await server.facts('')
  }, 60_000)
  afterAll(() => server?.close())

  test(`${runs} sequences: each change is found and nothing else, and undone there is none`, async () => {
    await fc.assert(
      fc.asyncProperty(sequence, async (changes) => {
        const after = await server.facts(made(changes))
        const keys = changes.flatMap((own) => own.keys).toSorted()
        expect(Object.keys(differences(base, after)).toSorted()).toEqual(keys)
        expect(Object.keys(differences(after, base)).toSorted()).toEqual(keys)
        const back = await server.facts(`${made(changes)}\n${undone(changes)}`)
        expect(differences(base, back)).toEqual({})
      }),
      { numRuns: runs, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    )
  }, 120_000)
})
