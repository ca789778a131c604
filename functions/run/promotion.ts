import type { Target } from '../env.ts'
import { verifiedBlueprints, type Verified } from '../store/runs.ts'

/** Whether the target that comes first has been found true to a blueprint. */
export interface Promotion {
  /** The target that comes first. */
  after: string
  /** The run that found it so; null: none did, and `reason` says what to do. */
  verified: Verified | null
  reason: string | null
}

/**
 * Whether what is to be deployed to a target was verified on the one that its setting `after` names; null: it names none.
 * @param hash of the blueprint that is to be deployed
 */
export async function promotionOf(db: D1Database, target: Target, hash: string): Promise<Promotion | null> {
  const after = target.fault === null ? target.config.after : undefined
  if (after === undefined) return null
  const verified = (await verifiedBlueprints(db, after)).get(hash) ?? null
  const reason =
    verified === null
      ? `${after} comes before ${target.name}, and no run found it true to the blueprint ${hash.slice(0, 12)} with all its migrations applied: publish it there, migrate ${after} and run its checks`
      : null
  return { after, verified, reason }
}
