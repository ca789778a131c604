import type { Flavour, Layout } from '../../model/flavour.ts'
import type { JournalRows } from '../../model/journal.ts'
import type { Entry, JournalRow, RunFailure } from '../../model/prediction.ts'

/** Why a run stops before its first migration, in the order in which Drizzle would notice; null where it does not. */
export function runFailure(
  { selects, reads }: Flavour,
  layout: Layout,
  entries: readonly Entry[],
  rows: JournalRows,
  unmatched: readonly JournalRow[],
): RunFailure | null {
  if (!reads.includes(layout)) return { failure: layout === 'folders' ? 'no-journal' : 'old-folder' }
  const missing = layout === 'journal' ? entries.find(({ hash }) => hash === null) : undefined
  if (missing) return { failure: 'missing-file', tag: missing.tag }
  const lacking = rows.state === 'read' && rows.columns ? lackingOf(rows.columns) : []
  if (lacking.length > 0) return { failure: 'table-shape', missing: lacking }
  return selects === 'names' && unmatched.length > 0 ? { failure: 'unmatched-rows', rows: [...unmatched] } : null
}

/** What all of them read; the upgrade of 1.0 adds its own columns. */
const lackingOf = (columns: readonly string[]) =>
  ['id', 'hash', 'created_at'].filter((column) => !columns.includes(column))
