import type { Deploy } from '../model/deploy.ts'
import { findEpisodes } from '../store/findings.ts'
import { words } from '../views/words.ts'
import type { Titles } from '../views/words/deploys.ts'

/** So many titles are read for one answer; the rest is told by key. */
const MOST = 10

/** The titles of the findings that stand in the way of a deploy. */
export async function titlesOf(db: D1Database, { target, before, after }: Deploy): Promise<Titles> {
  const reasons = [...(before?.result?.reasons ?? []), ...(after?.result?.reasons ?? [])]
  const keys = [...new Set(reasons.flatMap((reason) => (reason.what === 'finding' ? [reason.key] : [])))].slice(0, MOST)
  const found = await Promise.all(keys.map((key) => findEpisodes(db, target, key)))
  return new Map(found.flatMap(([newest]) => (newest ? [[newest.finding.key, words(newest.finding).title]] : [])))
}
