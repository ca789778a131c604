import type { Flavour } from '../../model/flavour.ts'
import type { Entry, JournalRow, Reason } from '../../model/prediction.ts'

/** Whether a migrator selects an entry, and why. */
export type Choice = { selected: boolean; reason: Reason }
type Choose = (entry: Entry) => Choice

/**
 * What Drizzle takes for the newest row: `order by created_at desc limit 1`, read as `Number(created_at)`.
 * PostgreSQL sorts NULL first on desc, so one NULL makes it 0. Null where there is no row.
 */
export function newestStamp(rows: readonly JournalRow[]): number | null {
  if (rows.length === 0) return null
  const stamps = rows.map((row) => row.createdAt)
  return stamps.includes(null) ? 0 : Math.max(...stamps.map(Number))
}

/** How a flavour chooses what to run, given the rows as it reads them. */
export function choosing(selects: Flavour['selects'], rows: readonly JournalRow[]): Choose {
  switch (selects) {
    case 'newest':
      return byNewest(rows)
    case 'stamps':
      return unlessIn('stamp', new Set(rows.map((row) => Number(row.createdAt))), ({ when }) => when)
    case 'names':
      return unlessIn('name', new Set(rows.flatMap((row) => row.name ?? [])), ({ tag }) => tag)
  }
}

/** 0.x (pg-core/dialect.js, migrate): strictly newer than the newest row, or there is no row. */
function byNewest(rows: readonly JournalRow[]): Choose {
  const newest = newestStamp(rows)
  if (newest === null) return () => ({ selected: true, reason: { because: 'no-rows' } })
  const hasNull = rows.some((row) => row.createdAt === null)
  return ({ when }) => {
    if (!(newest < when)) return { selected: false, reason: { because: 'not-after-newest', newest } }
    return { selected: true, reason: hasNull ? { because: 'null-stamp' } : { because: 'after-newest', newest } }
  }
}

/** 1.0 (migrator.utils.js, getMigrationsToRun): what is not in the table. */
const unlessIn =
  <T>(by: 'name' | 'stamp', known: ReadonlySet<T>, of: (entry: Entry) => T): Choose =>
  (entry) => {
    const selected = !known.has(of(entry))
    if (known.size === 0) return { selected, reason: { because: 'no-rows' } }
    return { selected, reason: { because: selected ? 'not-known' : 'known', by } }
  }
