import { Comparison } from '../model/comparison.ts'

/** The shortest time for which KV keeps a value; s. Two targets are compared no oftener. */
const KEPT = 60
/** What KV takes of one value, bytes. */
const LARGEST = 24 * 1024 * 1024

const name = (from: string, to: string) => `compare/${from}/${to}`

/** What comparing two targets came to within the last minute; null: they were not compared since. `now` in ms. */
export async function keptComparison(
  kv: KVNamespace,
  from: string,
  to: string,
  now: number,
): Promise<Comparison | null> {
  const kept = Comparison.safeParse(await kv.get(name(from, to), 'json').catch(() => null)).data
  return kept && now - kept.at < KEPT * 1000 ? kept : null
}

/** Keeps a comparison for a minute. Where KV does not take it, the targets are read again. */
export async function keepComparison(kv: KVNamespace, comparison: Comparison): Promise<void> {
  const text = JSON.stringify(comparison)
  if (text.length > LARGEST) return
  try {
    await kv.put(name(comparison.from.target, comparison.to.target), text, { expirationTtl: KEPT })
  } catch (error) {
    console.warn(`KV did not take a comparison: ${String(error)}`)
  }
}
