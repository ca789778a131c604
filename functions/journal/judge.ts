import type { Finding } from '../model/finding.ts'
import type { Position } from '../model/run.ts'
import { type Judged, type JournalInput, judged } from './judged.ts'
import { notPrefix, outOfOrder } from './order.ts'
import { duplicateRows, edited, nullCreatedAt, unknownRows } from './rows.ts'
import { future, rerun, skipped } from './stamps.ts'

export interface JournalJudgement {
  position: Position
  /** applied[i]: does the journal say that migrations[i] was applied. */
  applied: boolean[]
  findings: Finding[]
}

/**
 * Compares the rows of the journal table with the migrations of the folder, and says what Drizzle will do next. Every
 * migration is one of applied, pending (it will run) and skipped (it never will). Rules: drizzle-orm 0.45 and 1.0-rc.5.
 */
export function judgeJournal(input: JournalInput): JournalJudgement {
  const all = judged(input)
  const { migrations, applied } = all
  const index = applied.lastIndexOf(true)
  return {
    position: {
      index,
      tag: migrations[index]?.tag ?? null,
      of: migrations.length,
      applied: applied.filter(Boolean).length,
    },
    applied,
    findings: distinct([
      ...nullCreatedAt(all),
      ...skipped(all),
      ...rerun(all),
      ...future(all),
      ...unknownRows(all),
      ...edited(all),
      ...notPrefix(all),
      ...outOfOrder(all),
      ...duplicateRows(all),
      ...empty(all),
      ...pending(all),
    ]),
  }
}

function empty({ rows, found, table }: Judged): Finding[] {
  if (found.length > 0) return []
  return [{ type: 'journal.empty', key: 'journal:empty', severity: 'info', table, exists: rows.state === 'read' }]
}

function pending({ migrations, applied, runs }: Judged): Finding[] {
  const entries = migrations
    .filter((_, i) => !applied[i] && runs[i])
    .map(({ tag, adds, changes, removes }) => ({ tag, adds, changes, removes }))
  return entries.length > 0 ? [{ type: 'journal.pending', key: 'journal:pending', severity: 'info', entries }] : []
}

/** A tag that the folder names twice is one file, and one finding. */
function distinct(findings: Finding[]): Finding[] {
  const byKey = new Map(findings.toReversed().map((finding) => [finding.key, finding]))
  return findings.filter((finding) => byKey.get(finding.key) === finding)
}
