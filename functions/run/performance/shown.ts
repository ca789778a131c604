import { isUnread, type PerformanceSnapshot } from '../../model/performance.ts'
import { PerformanceDay } from '../../model/performance-day.ts'
import type { PerformanceShown, ShownStatement } from '../../model/performance-shown.ts'
import { windowBetween, type Window } from '../../performance/window.ts'
import { listDays, newestSnapshots } from '../../store/performance.ts'
import { newestVerdicts, NO_DEPLOY, verdictsOf } from '../../store/performance-verdicts.ts'

/** So many statements are shown, and days. */
const STATEMENTS = 20
const DAYS = 90

/** What is known of a target's performance: the last hour, the newest deploy's verdicts, and the days before. */
export async function performanceOf(db: D1Database, target: string): Promise<PerformanceShown> {
  const [snapshots, verdicts, asked, days] = await Promise.all([
    newestSnapshots(db, target, 2),
    newestVerdicts(db, target),
    verdictsOf(db, target, NO_DEPLOY),
    listDays(db, target, DAYS),
  ])
  const [now, before] = snapshots
  const span = now === undefined || before === undefined ? null : windowBetween(before, now)
  return {
    target,
    at: now?.at ?? null,
    span: span?.time ?? null,
    database: now === undefined ? null : { bytes: now.database.bytes, connections: now.database.connections },
    statements: span === null ? [] : statementsIn(span),
    unread: now === undefined ? [] : unreadIn(now, span),
    asked: asked.at(-1) ?? null,
    verdicts,
    days: days.flatMap((day) => PerformanceDay.safeParse(day).data ?? []),
  }
}

function statementsIn({ statements }: Window): ShownStatement[] {
  if (isUnread(statements)) return []
  return [...statements.figures.values()]
    .toSorted((one, other) => other.figures.ms - one.figures.ms)
    .slice(0, STATEMENTS)
    .map(({ key, text, role, figures }) => ({
      key,
      text,
      role,
      figures,
      share: statements.total === 0 ? 0 : figures.ms / statements.total,
    }))
}

function unreadIn(now: PerformanceSnapshot, span: Window | null): PerformanceShown['unread'] {
  return (['statements', 'tables', 'indexes'] as const).flatMap((subject) => {
    const part = isUnread(now[subject]) ? now[subject] : span?.[subject]
    return part !== undefined && isUnread(part) ? [{ subject, reason: part.reason, mend: part.mend }] : []
  })
}
