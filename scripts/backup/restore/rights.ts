import type { CatalogSql } from '../../../functions/collect/catalog.ts'
import { PRINT_SETTINGS } from '../../../functions/collect/settings.ts'
import { pinnedFindings } from '../../../functions/drift/pinned.ts'
import { kindOf, type Fact } from '../../../functions/model/fact.ts'
import { isPinnedFact } from '../../../functions/model/pinned.ts'
import { attempt } from '../../rehearse/try.ts'
import type { CopySession } from '../session.ts'
import { factsOf } from '../take/source.ts'

/** An owner may have to change before a privilege can, and the other way round. */
const ROUNDS = 4

/** What could not be put right, and what PostgreSQL said. */
export type Unmade = { fact: string; reason: string }[]

/**
 * Gives what was restored its owners, privileges and settings. What the database has beside them stays, but for privileges on
 * what was restored: nobody may do there what the backup does not let them.
 */
export async function restoreRights(db: CopySession, catalog: CatalogSql, facts: readonly Fact[]): Promise<Unmade> {
  // What the role that backed up was not shown is not in the backup, which says so.
  const wanted = facts.filter((fact) => isPinnedFact(fact) && !fact.value.startsWith('not shown: '))
  const said = new Map<string, string>()
  for (let round = 1; ; round += 1) {
    await db.exec(`begin;\n${PRINT_SETTINGS}`)
    const live = (await factsOf(db, catalog)).filter(isPinnedFact)
    const left = pinnedFindings(wanted, live).flatMap((finding) =>
      finding.type === 'drift.pinned' && concerns(finding) ? [finding] : [],
    )
    let moved = 0
    for (const { fact, mend } of left) {
      const error = mend.length === 0 ? null : await attempt(db, mend.join('\n'))
      if (mend.length > 0 && error === null) moved += 1
      said.set(fact, error ? `${error.sqlstate}: ${error.message}` : 'no statement makes it so')
    }
    await db.exec('commit')
    if (moved === 0 || round === ROUNDS)
      return moved === 0 ? left.map(({ fact }) => ({ fact, reason: said.get(fact) ?? '' })) : []
  }
}

/** Whose database it is, is not the backup's to say. */
const concerns = ({ fact, pinned }: { fact: string; pinned: string | null }) =>
  fact !== 'owner:database:current' && (pinned !== null || kindOf(fact) === 'privilege')
