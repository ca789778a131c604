import type { Step } from '../../functions/drift/rebuild/step.ts'
import type { Scratch } from '../blueprint/scratch.ts'
import { serverError, type ServerError } from './server-error.ts'

/** A step that PostgreSQL refused to the end. */
export interface Refusal {
  step: Step
  error: ServerError
}

export interface Tried {
  /** In the order that worked. */
  done: Step[]
  refused: Refusal[]
}

/**
 * Finds an order by trying: inside the open transaction, what was refused is tried again as long as another step worked.
 * What stays refused leaves nothing behind.
 */
export async function tryInOrder(db: Scratch, steps: readonly Step[]): Promise<Tried> {
  // Mostly the first order works: then one round trip is enough.
  if ((await attempt(db, steps.map(({ sql }) => sql).join('\n'))) === null) return { done: [...steps], refused: [] }
  const done: Step[] = []
  let left = steps
  let unchecked = false
  for (;;) {
    const refused: Refusal[] = []
    for (const step of left) {
      const error = await attempt(db, step.sql)
      if (error === null) done.push(step)
      else refused.push({ step, error })
    }
    if (refused.length === 0) return { done, refused }
    if (refused.length === left.length) {
      if (unchecked || !refused.some(({ step }) => isRoutine(step))) return { done, refused }
      unchecked = true
    }
    left = refused.map(({ step }) => (unchecked && isRoutine(step) ? withoutChecks(step) : step))
  }
}

const ROUTINE = /^create or replace (?:function|procedure) /i

const isRoutine = ({ sql }: Step) => ROUTINE.test(sql)

/** A body may name what is no longer there: PostgreSQL keeps such a function, and makes it again only unchecked. */
const withoutChecks = (step: Step): Step => ({
  ...step,
  sql: `set local check_function_bodies = off;\n${step.sql}\nset local check_function_bodies = on;`,
})

/** Runs SQL in a savepoint; what PostgreSQL said against it, else null. */
export async function attempt(db: Scratch, sql: string): Promise<ServerError | null> {
  await db.exec('savepoint plumbline_step')
  try {
    await db.exec(sql)
    await db.exec('release savepoint plumbline_step')
    return null
  } catch (error) {
    await db.exec('rollback to savepoint plumbline_step')
    return serverError(error)
  }
}
