import type { FactVersion } from '../../model/blueprint.ts'
import type { Fact } from '../../model/fact.ts'
import { compare, rootCauses, type Difference, type RootDifference } from '../compare.ts'

/** A point of the history, and what is left to tell there. */
export interface Nearest {
  position: number
  roots: RootDifference[]
}

export interface NearestRequest {
  versions: readonly FactVersion[]
  facts: readonly Fact[]
  /** The root causes at the point that the journal claims. */
  roots: readonly RootDifference[]
  candidates: readonly number[]
  /** How many migrations there are. */
  of: number
  /** Which differences mean anything. */
  trusted: (differences: Difference[]) => Difference[]
}

/** Fewer root causes than this are told one by one, not as another point of the history. */
const FEWEST = 3

/**
 * The point of the history that the catalog is nearest to; null where that is the one that the journal claims, or where
 * another explains less than half of what differs.
 */
export function nearestPoint({ versions, facts, roots, candidates, of, trusted }: NearestRequest): Nearest | null {
  if (roots.length < FEWEST) return null
  const points = candidates.map((position): Nearest => {
    const applied = Array.from({ length: of }, (_, i) => i <= position)
    return { position, roots: rootCauses(trusted(compare(versions, facts, { applied, skipped: new Set() }))) }
  })
  // The first of equals is the likeliest.
  const best = points.reduce<Nearest | null>(
    (nearest, point) => (nearest === null || point.roots.length < nearest.roots.length ? point : nearest),
    null,
  )
  return best !== null && best.roots.length * 2 <= roots.length ? best : null
}
