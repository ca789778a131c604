import type { Migration } from '../model/blueprint.ts'
import { flavourOfLayout, type Layout } from '../model/flavour.ts'
import type { JournalRow, JournalRows } from '../model/journal.ts'
import type { Matching } from '../model/prediction.ts'
import { predict } from './drizzle/predict.ts'

export interface JournalInput {
  /** journal: Drizzle 0.x, which selects by time · folders: Drizzle 1.0, which selects by name. */
  layout: Layout
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
  const { matching, newest, order } = predict({ flavour: flavourOfLayout(layout), layout, entries: migrations, rows })
  const runs = migrations.map((_, i) => order.includes(i))
  return { ...input, found, matching, applied: matching.rows.map((row) => row !== null), newest, runs }
}
