import type { Target } from '../env.ts'
import { lookCommand, publishCommand } from '../model/commands.ts'
import { verifiedBlueprints, type Verified } from '../store/runs.ts'

/** Whether the target that comes first (`after`) has been found true to a blueprint: the run that did, or why not and what to do. */
export type Promotion =
  | { after: string; verified: Verified; reason: null }
  | { after: string; verified: null; reason: string; mend: string }

/**
 * Whether what is to be deployed to a target was verified on the one that its setting `after` names; null: it names none.
 * @param hash of the blueprint that is to be deployed
 */
export async function promotionOf(db: D1Database, target: Target, hash: string): Promise<Promotion | null> {
  const after = target.fault === null ? target.config.after : undefined
  if (after === undefined) return null
  const verified = (await verifiedBlueprints(db, after)).get(hash)
  if (verified) return { after, verified, reason: null }
  const reason = `${after} comes before ${target.name}, and no run found it true to the blueprint ${hash.slice(0, 12)} with all its migrations applied`
  const checks = lookCommand('$PLUMBLINE_URL', after)
  return {
    after,
    verified: null,
    reason,
    mend: `deploy it to ${after} first, or, where it is there: ${publishCommand(after)}; ${checks}`,
  }
}
