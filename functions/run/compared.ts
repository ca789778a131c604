import type { Bindings, Target } from '../env.ts'
import type { Comparison } from '../model/comparison.ts'
import { keepComparison, keptComparison } from '../store/comparison.ts'
import { compareTargets } from './compare.ts'

/** Two targets side by side at `now` (ms), as they were read within the last minute. */
export async function comparisonOf(
  env: Pick<Bindings, 'DB' | 'KV'>,
  [from, to]: readonly [Target, Target],
  now: number,
): Promise<Comparison> {
  const kept = await keptComparison(env.KV, from.name, to.name, now)
  if (kept) return kept
  const comparison = await compareTargets(env, [from, to], now)
  await keepComparison(env.KV, comparison)
  return comparison
}
