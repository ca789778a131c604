import type { CatalogSql, JournalTable } from '../../../functions/collect/catalog.ts'
import type { BlueprintContent } from '../../../functions/model/blueprint.ts'
import { bodyOf, statementsIn } from '../block.ts'
import type { Scratch } from '../scratch.ts'
import { tokensOf } from '../statements.ts'
import { attempt } from './attempt.ts'
import { plain } from './rights-trial.ts'
import { agreeing, type Name, type Said } from './said.ts'
import { registerOf } from './register.ts'
import { mayDeclare, trialOf } from './trials.ts'

/** Finds out from a scratch database what statements say about pinned facts, and leaves no trace in it. */
export interface Witness {
  /**
   * What a statement that is about to be run says.
   * @param within whether a transaction is open
   */
  hear(sql: string, within: boolean): Promise<Said[]>
  /** What everything is called now. @param columns identities of the columns that are wanted */
  names(columns: readonly string[]): Promise<Name[]>
}

/** A witness on one scratch database. */
export function witnessOf(
  db: Scratch,
  catalog: CatalogSql,
  journal: JournalTable,
  platform: BlueprintContent['platform'],
): Witness {
  const register = registerOf(db, catalog, journal)

  async function hearOne(sql: string): Promise<Said[]> {
    const trial = await trialOf(sql, platform === 'supabase')
    return trial === null ? [] : apart(db, () => attempt(db, register, trial))
  }

  /** What a DO block changes, and what it says with statements of its own as long as they hold after it. */
  const hearBlock = (sql: string, body: string) =>
    apart(db, async () => {
      const changed = await attempt(db, register, plain(sql))
      const now = await register.rights()
      const said: Said[] = []
      for (const statement of statementsIn(body)) said.push(...(await hearOne(statement)))
      return [...changed, ...said.flatMap((one) => agreeing(one, now))]
    })

  return {
    async hear(sql, within) {
      if (!mayDeclare(sql)) return []
      const body = await blockOf(sql)
      const hear = () => (body === null ? hearOne(sql) : hearBlock(sql, body))
      return within ? hear() : alone(db, hear)
    },
    names: (columns) => alone(db, () => register.names(columns)),
  }
}

/** The body of a DO block; null for any other statement. */
async function blockOf(sql: string): Promise<string | null> {
  const [first, second] = (await tokensOf(sql)) ?? []
  return first?.kind === 'DO' && second?.kind === 'SCONST' ? bodyOf(second.text) : null
}

/** Does something in a savepoint, and undoes it; what fails says nothing here, and is told when it is run for real. */
async function apart(db: Scratch, work: () => Promise<Said[]>): Promise<Said[]> {
  await db.exec('savepoint plumbline_try')
  try {
    return await work()
  } catch {
    return []
  } finally {
    await db.exec('rollback to savepoint plumbline_try; release savepoint plumbline_try')
  }
}

/** Does something in a transaction of its own, and undoes it. */
async function alone<T>(db: Scratch, work: () => Promise<T>): Promise<T> {
  await db.exec('begin')
  try {
    return await work()
  } finally {
    await db.exec('rollback')
  }
}
