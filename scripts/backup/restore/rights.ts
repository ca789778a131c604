import { pinnedFindings } from '../../../functions/drift/pinned.ts'
import { kindOf, type Fact } from '../../../functions/model/fact.ts'
import { isPinnedFact } from '../../../functions/model/pinned.ts'
import { attempt } from '../../rehearse/try.ts'
import type { CopySession } from '../session.ts'

/** An owner may have to change before a privilege can, and the other way round. */
const ROUNDS = 4

/** What could not be put right, and what PostgreSQL said. */
export type Unmade = { fact: string; reason: string }[]

/**
 * Gives what was restored its owners, privileges and settings. What the database has beside them stays, but for privileges on
 * what was restored: nobody may do there what the backup does not let them.
 */
export async function restoreRights(
  db: CopySession,
  read: () => Promise<Fact[]>,
  facts: readonly Fact[],
): Promise<Unmade> {
  // What the role that backed up was not shown is not in the backup, which says so.
  const wanted = facts.filter((fact) => isPinnedFact(fact) && !fact.value.startsWith('not shown: '))
  for (let round = 1; ; round += 1) {
    const live = (await read()).filter(isPinnedFact)
    const left = pinnedFindings(wanted, live).flatMap((finding) =>
      finding.type === 'drift.pinned' && concerns(finding) ? [finding] : [],
    )
    const refused: Unmade = []
    await db.exec('begin')
    for (const { fact, mend } of left) {
      const error = mend.length === 0 ? null : await attempt(db, mend.join('\n'))
      if (mend.length === 0) refused.push({ fact, reason: 'no statement makes it so' })
      else if (error !== null) refused.push({ fact, reason: `${error.sqlstate}: ${error.message}` })
    }
    await db.exec('commit')
    if (refused.length === left.length) return refused
    if (round === ROUNDS) return left.map(({ fact }) => ({ fact, reason: 'it does not stay as it was made' }))
  }
}

/** Whose database it is, is not the backup's to say. */
const concerns = ({ fact, pinned }: { fact: string; pinned: string | null }) =>
  fact !== 'owner:database:current' && (pinned !== null || kindOf(fact) === 'privilege')
