import type { CatalogSql } from '../../../functions/collect/catalog.ts'
import { readFacts, readFingerprints } from '../../../functions/collect/read.ts'
import { PRINT_SETTINGS } from '../../../functions/collect/settings.ts'
import { statementOf } from '../../../functions/collect/statement.ts'
import { QueryFailed, type Asking } from '../../../functions/collect/transport.ts'
import type { Fact } from '../../../functions/model/fact.ts'
import { lockFailure } from '../../../functions/run/look/refusals.ts'
import { COLUMN_ORDER, inColumnOrder } from '../../rehearse/facts.ts'
import { isOfState, NO_JOURNAL } from '../scope.ts'
import type { CopySession } from '../session.ts'

const asking = (db: CopySession, catalog: CatalogSql): Asking => ({
  ask: (question) => db.query(statementOf(catalog, question)),
})

/** The digests of all groups, as one text. */
export async function fingerprints(db: CopySession, catalog: CatalogSql): Promise<string> {
  const { groups } = await readFingerprints(asking(db, catalog), NO_JOURNAL)
  return groups.map(({ kind, schema, digest }) => `${kind} ${schema} ${digest}`).join('\n')
}

/** All facts, in a transaction whose settings are PRINT_SETTINGS. @throws QueryFailed where some are locked */
export const factsOf = (db: CopySession, catalog: CatalogSql): Promise<Fact[]> => allFacts(db, asking(db, catalog))

async function allFacts(db: CopySession, asking: Asking): Promise<Fact[]> {
  const [row] = await db.query<{ number: string }>(`select current_setting('server_version_num') as number`)
  const { groups, locked } = await readFacts(asking, NO_JOURNAL, Number(row?.number))
  for (const { lock } of locked) throw new QueryFailed(lockFailure(lock))
  const order = await db.query<{ key: string }>(COLUMN_ORDER)
  return inColumnOrder(
    [...groups.values()].flat().filter((fact) => !isOfState(fact)),
    order.map(({ key }) => key),
  )
}

/**
 * Reads all facts of a database, pinned ones and counted ones, too, but those of a restore's own schema; again and again, for
 * planning the statement takes longer than running it.
 */
export function catalogReader(db: CopySession, catalog: CatalogSql): () => Promise<Fact[]> {
  let prepared = false
  const ask: Asking['ask'] = async (question) => {
    if (!prepared) await db.exec(`prepare plumbline_all as ${statementOf(catalog, question)}`)
    prepared = true
    return db.query('execute plumbline_all')
  }
  return async () => {
    await db.exec(`begin;\n${PRINT_SETTINGS}`)
    try {
      return await allFacts(db, { ask })
    } finally {
      await db.exec('rollback')
    }
  }
}
