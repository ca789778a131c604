import type { SeenFinding } from '../model/report.ts'
import { SeenFindingShape } from './shapes.ts'

const COLUMNS = 'first_seen as firstSeen, last_seen as lastSeen, resolved_at as resolvedAt, finding'

/** Which findings of a target: those that are open, were resolved, or all. */
export type FindingState = 'open' | 'resolved' | 'all'

const WHERE: Record<FindingState, string> = {
  open: 'resolved_at is null',
  resolved: 'resolved_at is not null',
  all: 'true',
}

/** The findings of a target, the newest first; one that came back is there once per episode. */
export async function listFindings(
  db: D1Database,
  target: string,
  state: FindingState,
  limit = 10_000,
): Promise<SeenFinding[]> {
  const { results } = await db
    .prepare(
      `select ${COLUMNS} from findings where target = ?1 and ${WHERE[state]} order by first_seen desc, key limit ?2`,
    )
    .bind(target, limit)
    .all()
  return results.map(seenFrom)
}

/** The open findings of several targets, by target. */
export async function openFindings(db: D1Database, targets: readonly string[]): Promise<Map<string, SeenFinding[]>> {
  const { results } = await db
    .prepare(
      `select target, ${COLUMNS} from json_each(?1) t cross join findings on target = t.value and resolved_at is null`,
    )
    .bind(JSON.stringify(targets))
    .all()
  const byTarget = Map.groupBy(results, (row) => String(row.target))
  return new Map([...byTarget].map(([target, rows]) => [target, rows.map(seenFrom)]))
}

/** The episodes of one finding, the newest first. */
export async function findEpisodes(db: D1Database, target: string, key: string): Promise<SeenFinding[]> {
  const { results } = await db
    .prepare(`select ${COLUMNS} from findings where target = ?1 and key = ?2 order by first_seen desc limit 100`)
    .bind(target, key)
    .all()
  return results.map(seenFrom)
}

/** The newest episodes of some findings, in the order of their keys; those that never were are left out. */
export async function findingsCalled(db: D1Database, target: string, keys: readonly string[]): Promise<SeenFinding[]> {
  const { results } = await db
    .prepare(
      `select ${COLUMNS}, key from findings f where target = ?1 and key in (select value from json_each(?2))
       and first_seen = (select max(first_seen) from findings where target = ?1 and key = f.key)`,
    )
    .bind(target, JSON.stringify(keys))
    .all()
  const byKey = new Map(results.map(({ key, ...row }) => [String(key), seenFrom(row)]))
  return keys.flatMap((key) => byKey.get(key) ?? [])
}

/** The findings that were open when a run ended at `at` (ms), as if it were then. */
export async function findingsAt(db: D1Database, target: string, at: number): Promise<SeenFinding[]> {
  const { results } = await db
    .prepare(
      `select ${COLUMNS} from findings
       where target = ?1 and first_seen <= ?2 and (resolved_at is null or resolved_at > ?2)`,
    )
    .bind(target, at)
    .all()
  return results.map(seenFrom).map((seen) => ({ ...seen, resolvedAt: null, lastSeen: Math.min(seen.lastSeen, at) }))
}

/** A row of a finding, as it was seen. */
export const seenFrom = (row: Record<string, unknown>): SeenFinding =>
  SeenFindingShape.parse({ ...row, finding: JSON.parse(String(row.finding)) })
