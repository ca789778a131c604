import type { Fact } from '../../functions/model/fact.ts'
import { findWay, isProven, type Search, type Way } from './find.ts'
import { lostRows, readRows, seed, type Seeded } from './rows.ts'

/** A way, and what became of sample rows on it. */
export interface ProvenWay extends Way {
  rows: Seeded
  /** Tables whose sample rows did not come through in the columns that stay: the way is none. */
  lost: string[]
  /** Why a way was only found without rows: what PostgreSQL said of the samples. */
  needs: { fact: string; reason: string }[]
}

/** Whether a way leads where it should, and no row was lost. */
export const isWay = (way: ProvenWay): boolean => isProven(way) && way.lost.length === 0

/** Refused because of a value (22…), or of a row that breaks a constraint (23…). */
const OF_DATA = /^2[23]/

/**
 * Finds a way on tables that hold sample rows, and sees that those rows survive; where rows stand in the way (a column
 * that must not be null, and has no default), on empty tables. Leaves the scratch database as it was.
 */
export async function proveWay(search: Search): Promise<ProvenWay> {
  const { db, from } = search
  await db.exec('savepoint plumbline_rows')
  const rows = await seed(db, from)
  await db.exec('savepoint plumbline_seeded')
  const first = await findWay(search)
  const needs = first.refused
    .filter(({ error }) => OF_DATA.test(error.sqlstate ?? ''))
    .map(({ step, error }) => ({ fact: step.fact, reason: `${error.sqlstate}: ${error.message}` }))
  if (needs.length > 0) {
    await db.exec('rollback to savepoint plumbline_rows')
    const way = await findWay(search)
    await db.exec('rollback to savepoint plumbline_rows')
    return { ...way, rows: { tables: [], empty: rows.tables }, lost: [], needs }
  }
  const lost = isProven(first) ? await lostOn(first, search) : []
  await db.exec('rollback to savepoint plumbline_rows')
  return { ...first, rows, lost, needs }
}

/** The tables whose rows are other ones after the way than before it. */
async function lostOn(way: Way, { db, from, wanted }: Search): Promise<string[]> {
  const lost = new Set(way.steps.flatMap(({ destructive, fact }) => (destructive === null ? [] : [fact])))
  const ends = { before: from, after: wanted, lost }
  const after = await readRows(db, ends)
  await db.exec('rollback to savepoint plumbline_seeded')
  return lostRows(await readRows(db, ends), after)
}

/** Facts with some of them replaced: a null value takes one away. */
export function withValues(
  facts: readonly Fact[],
  changes: readonly { key: string; parent: string | null; value: string | null }[],
): Fact[] {
  const changed = new Map(changes.map((change) => [change.key, change]))
  const kept = facts.flatMap((fact): Fact[] => {
    const change = changed.get(fact.key)
    if (change === undefined) return [fact]
    return change.value === null ? [] : [{ ...fact, value: change.value }]
  })
  const had = new Set(facts.map(({ key }) => key))
  return [
    ...kept,
    ...changes.flatMap(({ key, parent, value }) => (had.has(key) || value === null ? [] : [{ key, parent, value }])),
  ]
}
