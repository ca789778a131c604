import * as fc from 'fast-check'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { startNeon } from '../support/neon.ts'
import { caseFor } from './drizzle/cases.ts'
import { openMigrators, type Migrator } from './drizzle/migrators.ts'
import { tryCase, type Compared } from './drizzle/trial.ts'

/** Cases of each migrator; PLUMBLINE_CASES makes it more. Each is migrated twice. */
const CASES = Number(process.env.PLUMBLINE_CASES ?? 65)
const SEED = Number(process.env.PLUMBLINE_SEED ?? 20_260_101)

interface Disagreement extends Compared {
  migrator: string
  number: number
  time: number
}

const agrees = ({ predicted, real }: Compared) => JSON.stringify(predicted) === JSON.stringify(real)

/** Whatever holds the row of a file's own hash was applied: the verdict may not say otherwise. */
const verdictsHold = ({ prediction, verdicts }: Compared) =>
  prediction.flavour.startsWith('1.0') ||
  verdicts.every(({ verdict, hasRow }) => {
    if (hasRow !== true) return true
    return verdict === 'applied' || verdict === 'again' || verdict === 'fails'
  })

async function tryAll(url: string, migrator: Migrator, base: number) {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const found: Disagreement[] = []
  const told: Record<string, number> = {}
  try {
    const cases = fc.sample(caseFor(migrator.flavour), { numRuns: CASES, seed: SEED + base })
    for (const [i, drawn] of cases.entries()) {
      const both = await tryCase(sql, migrator, drawn, base + i)
      for (const [time, compared] of both.entries()) {
        for (const { verdict } of compared.prediction.verdicts) told[verdict] = (told[verdict] ?? 0) + 1
        if (!agrees(compared) || !verdictsHold(compared))
          found.push({ ...compared, migrator: migrator.name, number: base + i, time: time + 1 })
      }
    }
    return { found, told }
  } finally {
    await sql.end()
  }
}

test('what Drizzle does next is what is predicted, of every migrator', { timeout: 600_000 }, async () => {
  const database = await freshDatabase(17)
  const neon = startNeon(database.url)
  const { migrators, end } = await openMigrators(database.url)
  try {
    const sql = postgres(database.url, { max: 1 })
    await sql`create table ran (id serial, number int not null, mark text not null)`
    await sql.end()
    const all = await Promise.all(migrators.map((migrator, i) => tryAll(database.url, migrator, i * 100_000)))
    const told = all.map((one, i) => `${migrators[i]?.name}: ${JSON.stringify(one.told)}`)
    console.log(`seed ${SEED}, ${CASES} cases of each, migrated twice\n${told.join('\n')}`)
    expect(migrators.length * CASES).toBeGreaterThanOrEqual(500)
    expect(all.flatMap(({ found }) => found)).toEqual([])
  } finally {
    await end()
    await neon.end()
    await database.drop()
  }
})
