import { severityRank, type Finding } from '../model/finding.ts'
import type { PerformanceSnapshot, WindowTime } from '../model/performance.ts'
import type { BaselineKind, PerformanceVerdict, Unjudged } from '../model/performance-verdict.ts'
import { isUnread } from '../model/performance.ts'
import { databaseChange, statementChanges, tableChanges } from './changes.ts'
import { droppedIndexes, unusedIndexes } from './indexes.ts'
import { LIMITS } from './limits.ts'
import { judgeStatements, names } from './slower.ts'
import { scannedTables, unlearntTables } from './tables.ts'
import type { Window } from './window.ts'

export interface Baseline {
  kind: BaselineKind
  span: Window
}

export interface PerformanceCase {
  /** The last snapshot before the deploy; null: none is known. */
  start: PerformanceSnapshot | null
  /** The newest. */
  now: PerformanceSnapshot
  /** What is judged; null: it is too early for that. */
  after: Window | null
  /** What it is held against: the time just before the deploy, then the same hours of earlier days. */
  baselines: readonly Baseline[]
}

/**
 * Whether a target is slower than before a deploy. What could not be compared is unknown: under 60 % of the statements' time there is no
 * verdict that all is well, though what was found is told.
 */
export function judgePerformance(given: PerformanceCase): PerformanceVerdict {
  const { start, now, after, baselines } = given
  const windows = baselines.map(({ span }) => span)
  const unlearnt = start === null ? [] : unlearntTables(start, now)
  const concerned = { migrator: now.database.migrator, unlearnt: unlearnt.map(({ table }) => table) }
  const statements = after === null ? TOO_EARLY : judgeStatements(after, windows, concerned)
  const judged = isUnread(statements) ? null : statements
  const scanned = after === null ? [] : scannedTables(after, windows)
  const isHurt = (table: string) =>
    scanned.some((finding) => finding.table === table) ||
    (judged?.findings ?? []).some((finding) => 'text' in finding && names(finding.text, table))
  const findings: Finding[] = [
    ...(judged?.findings ?? []),
    ...(start === null ? [] : droppedIndexes(start, now, windows)),
    ...(after === null ? [] : unusedIndexes(after, windows, isHurt)),
    ...scanned,
    ...unlearnt,
  ]
  const unknowns = [
    ...(isUnread(statements) ? [{ subject: 'statements', ...statements }] : tooFew(given, statements.matched)),
    ...unreadIn(given),
  ]
  const [first] = windows
  return {
    verdict: findings.length > 0 ? 'slower' : unknowns.length > 0 ? 'unknown' : 'fast',
    at: now.at,
    span: after?.time ?? null,
    baselines: baselines.map(({ kind, span: { time } }): WindowTime & { kind: BaselineKind } => ({ kind, ...time })),
    matched: judged?.matched ?? null,
    judged: judged?.judged ?? 0,
    findings: findings.toSorted((one, other) => severityRank(one.severity) - severityRank(other.severity)),
    unknowns,
    statements: after === null || first === undefined ? [] : statementChanges(first, after),
    tables: start === null ? [] : tableChanges(start, now, first ?? null, after),
    database: after === null || first === undefined ? null : databaseChange(first, after),
  }
}

const TOO_EARLY = {
  reason: 'the cache is cold after a deploy: what happens in its first ten minutes is not judged',
  mend: 'it is judged 15 minutes, an hour and a day after the deploy',
}

function tooFew({ after }: PerformanceCase, matched: number): Unjudged[] {
  if (matched >= LIMITS.matched || after === null || isUnread(after.statements)) return []
  const why = [...after.statements.distrusted].map(([reason, count]) => `${count} ${reason}`)
  const rest = `the others are new, or ran fewer than ${LIMITS.calls} times`
  return [
    {
      subject: 'statements',
      reason: `only ${Math.floor(matched * 100)} % of their time could be judged (60 % are needed): ${[...why, rest].join('; ')}`,
      mend: matched > 0 ? 'the next verdict has a longer window' : null,
    },
  ]
}

/** Tables and indexes that could not be compared. */
function unreadIn({ start, now, after }: PerformanceCase): Unjudged[] {
  const parts = (['tables', 'indexes'] as const).flatMap((subject): Unjudged[] => {
    const part = [after?.[subject], now[subject], start?.[subject]].find((one) => one !== undefined && isUnread(one))
    return part !== undefined && isUnread(part) ? [{ subject, reason: part.reason, mend: part.mend }] : []
  })
  if (start !== null) return parts
  const reason = 'no snapshot of before the deploy is known'
  return [...parts, { subject: 'indexes and tables', reason, mend: 'tell of the deploy before its migrations run' }]
}
