import { z } from 'zod'
import type { CatalogSql } from '../../../functions/collect/catalog.ts'
import { kindOf, nameOf, type Fact } from '../../../functions/model/fact.ts'
import { factReader } from '../../rehearse/facts.ts'
import { findWay, type Way } from '../../rehearse/find.ts'
import { isOfState, NO_JOURNAL } from '../scope.ts'
import type { CopySession } from '../session.ts'
import { makeable, merged, shapesOf } from './shape.ts'

const Statement = z.object({ sql: z.string(), fact: z.string() })
export type Statement = z.infer<typeof Statement>

/** The statements of a restore, in the order in which the database took them while it was empty. */
export const Steps = z.object({
  /** Before the rows. */
  before: z.array(Statement),
  /** After them. */
  after: z.array(Statement),
  /** What PostgreSQL would not take. */
  refused: z.array(z.object({ fact: z.string(), reason: z.string() })),
  /** Keys of facts that are as wanted, though this server prints them with another text. */
  reprinted: z.array(z.string()),
})
export type Steps = z.infer<typeof Steps>

/**
 * Finds the statements that make a catalog, by trying them in the database itself, and takes all of it back. Two halves: what
 * the rows need to be there, and what would only be in their way.
 * @param facts of the backup
 */
export async function findSteps(db: CopySession, catalog: CatalogSql, facts: readonly Fact[]): Promise<Steps> {
  await db.exec('begin')
  try {
    const reader = await factReader(db, catalog, NO_JOURNAL)
    const read = async () => (await reader()).filter((fact) => !isOfState(fact))
    const from = await read()
    const wanted = makeable(facts)
    const before = await shapeWay(db, read, from, shapesOf(wanted))
    const after = await findWay({ db, read, from: await read(), wanted: merged(wanted, from) })
    return stepsOf(before, after, wanted)
  } finally {
    await db.exec('rollback')
    await db.exec('deallocate plumbline_facts; deallocate plumbline_columns')
  }
}

/** The way to the first shape that holds all tables; else the way to the last, as far as it leads. */
async function shapeWay(
  db: CopySession,
  read: () => Promise<Fact[]>,
  from: readonly Fact[],
  shapes: readonly Fact[][],
): Promise<Way> {
  await db.exec('savepoint plumbline_shape')
  for (const [i, shape] of shapes.entries()) {
    const way = await findWay({ db, read, from, wanted: merged(shape, from) })
    if (i === shapes.length - 1 || !way.unlike.missing.some(isHolder)) return way
    await db.exec('rollback to savepoint plumbline_shape')
  }
  throw new Error('there is no shape to find a way to')
}

const isHolder = ({ key }: Fact) => ['table', 'column', 'sequence'].includes(kindOf(key))

/** A materialized view that had to be made before the rows came has none of them. */
const refreshes = ({ steps }: Way): Statement[] =>
  steps
    .filter(({ fact }) => kindOf(fact) === 'matview')
    .map(({ fact }) => ({ sql: `refresh materialized view ${nameOf(fact)};`, fact }))

function stepsOf(before: Way, after: Way, wanted: readonly Fact[]): Steps {
  const keys = new Set(wanted.map(({ key }) => key))
  const said = new Map(after.refused.map(({ step, error }) => [step.fact, `${error.sqlstate}: ${error.message}`]))
  // Beside what is missing stands what the same fact came out as.
  const missing = after.unlike.missing.filter(({ key }) => keys.has(key))
  const lossy = after.steps.filter(({ destructive }) => destructive !== null)
  return {
    before: before.steps.map(({ sql, fact }) => ({ sql, fact })),
    after: [
      ...refreshes(before),
      ...after.steps.filter((step) => !lossy.includes(step)).map(({ sql, fact }) => ({ sql, fact })),
    ],
    refused: [
      ...missing.map(({ key }) => ({ fact: key, reason: said.get(key) ?? 'what it needs could not be made' })),
      ...lossy.map(({ fact, destructive }) => ({ fact, reason: `it would lose ${destructive}` })),
    ],
    reprinted: [...new Set([...before.reprinted, ...after.reprinted])],
  }
}
