import type { Migration } from '../model/blueprint.ts'
import type { JournalRow, JournalRows } from '../model/journal.ts'
import { type Matching, matchRows } from './match.ts'
import { newestStamp, runsNext } from './rule.ts'

export interface JournalInput {
  /** journal: Drizzle 0.x, which selects by time · folders: Drizzle 1.0, which selects by name. */
  layout: 'journal' | 'folders'
  migrations: readonly Migration[]
  /** The journal table as SQL writes it, quoted where needed. */
  table: string
  rows: JournalRows
  /** ms since the epoch */
  now: number
}

/** All that the findings are made from: the input, whose row is whose, and what Drizzle would do next. */
export interface Judged extends JournalInput {
  found: readonly JournalRow[]
  matching: Matching
  applied: boolean[]
  /** The stamp that Drizzle 0.x compares with; null where there is no row, or where Drizzle does not ask (1.0). */
  newest: number | null
  /** runs[i]: would Drizzle run migrations[i] if it migrated now. */
  runs: boolean[]
}

/** Works out whose row is whose and what Drizzle would run. */
export function judged(input: JournalInput): Judged {
  const { layout, migrations, rows } = input
  const found = rows.state === 'read' ? rows.rows : []
  const matching = matchRows(layout, migrations, found)
  const newest = layout === 'journal' ? newestStamp(found) : null
  const named = rows.state === 'read' && rows.named
  const runs = migrations.map((migration, i) => {
    if (layout === 'journal') return runsNext(newest, migration)
    // Drizzle 1.0 first writes the names into a table of 0.x, so there a row is as good as a name.
    const row = matching.rows[i] ?? null
    return row === null || (named && row.name !== migration.tag)
  })
  return { ...input, found, matching, applied: matching.rows.map((row) => row !== null), newest, runs }
}
