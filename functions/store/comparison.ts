import { Comparison } from '../model/comparison.ts'
import { keepRecent, recent } from './recent.ts'

/** The shortest time for which KV keeps a value; s. Two targets are compared no oftener. */
const KEPT = 60
/** What KV takes of one value, bytes. */
const LARGEST = 24 * 1024 * 1024

const name = (from: string, to: string) => `compare/${from}/${to}`

/** What comparing two targets came to within the last minute; null: they were not compared since. `now` in ms. */
export const keptComparison = (kv: KVNamespace, from: string, to: string, now: number): Promise<Comparison | null> =>
  recent(kv, name(from, to), Comparison, { now, maxAge: KEPT * 1000 })

/** Keeps a comparison for a minute. Where it is too large, the targets are read again. */
export async function keepComparison(kv: KVNamespace, comparison: Comparison): Promise<void> {
  const text = JSON.stringify(comparison)
  if (text.length > LARGEST) return
  await keepRecent(kv, name(comparison.from.target, comparison.to.target), text, KEPT)
}
