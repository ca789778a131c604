import type { Migration } from '../model/blueprint.ts'
import type { JournalRow } from '../model/journal.ts'

/**
 * What Drizzle 0.x takes for the newest row: `order by created_at desc limit 1`, read as `Number(created_at)`.
 * PostgreSQL sorts NULL first on desc, so one NULL makes it 0. Null where there is no row.
 */
export function newestStamp(rows: readonly JournalRow[]): number | null {
  if (rows.length === 0) return null
  const stamps = rows.map((row) => row.createdAt)
  return stamps.includes(null) ? 0 : Math.max(...stamps.map(Number))
}

/** The condition of Drizzle 0.x (pg-core/dialect.js, migrate): strictly newer than the newest row, or there is no row. */
export const runsNext = (newest: number | null, migration: Pick<Migration, 'when'>): boolean =>
  newest === null || newest < migration.when
