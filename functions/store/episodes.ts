import type { SeenFinding } from '../model/report.ts'
import { seenFrom } from './findings.ts'

/** A span of time, ms: from `from` until before `to`. */
export interface Range {
  from: number
  to: number
}

const COLUMNS = 'first_seen as firstSeen, last_seen as lastSeen, resolved_at as resolvedAt, finding'

/**
 * The episodes of a target's findings that were open at some moment of a range, the newest first: those that are open, and
 * those that were resolved in it or after it. Each part has its index.
 */
export async function listEpisodes(
  db: D1Database,
  target: string,
  { from, to }: Range,
  limit: number,
): Promise<SeenFinding[]> {
  const { results } = await db
    .prepare(
      `select * from (
         select ${COLUMNS} from findings where target = ?1 and resolved_at is null and first_seen < ?3
         union all
         select ${COLUMNS} from findings where target = ?1 and resolved_at >= ?2 and first_seen < ?3
       ) order by firstSeen desc limit ?4`,
    )
    .bind(target, from, to, limit)
    .all()
  return results.map(seenFrom)
}
