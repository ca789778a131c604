import type { Target } from '../env.ts'
import { lookCommand } from '../model/commands.ts'
import type { Unknown } from '../model/finding.ts'
import type { SeenFinding, TargetReport } from '../model/report.ts'
import type { RunStatus, Suite } from '../model/run.ts'
import type { RunOutcome, RunRecord } from '../store/shapes.ts'
import { bySeverity, coversFinding, standing } from './settle.ts'
import { misconfigured } from './look/unlooked.ts'

/** Three ticks: after that, what was seen last says nothing about now. ms */
export const STALE = 16 * 60_000

/** A run that has ended. */
export interface EndedRun {
  target: string
  id: string
  suite: Suite
  endedAt: number
  outcome: RunOutcome
  status: RunStatus
}

/** The report of a run: how the target's findings stood when it ended, before anybody's decisions (decided.ts). */
export const reportOf = (run: EndedRun, findings: SeenFinding[], environment: string): TargetReport => ({
  target: run.target,
  environment,
  status: run.status,
  at: run.endedAt,
  run: { id: run.id, suite: run.suite },
  position: run.outcome.position,
  blueprint: run.outcome.blueprint,
  postgres: run.outcome.postgres,
  findings,
  unknowns: run.outcome.unknowns,
  figures: run.outcome.figures,
})

/** The report of a run from its row and the rows of the findings that were open when it ended; null: it has not ended. */
export function reportFrom(run: RunRecord, rows: readonly SeenFinding[], environment: string): TargetReport | null {
  const { outcome, endedAt } = run
  if (outcome === null || endedAt === null) return null
  const findings = seenBy(run, rows).toSorted(bySeverity)
  const status = standing(findings, outcome)
  return reportOf({ target: run.target, id: run.id, suite: run.suite, endedAt, outcome, status }, findings, environment)
}

/** Rows of findings with the time at which a run saw them: `last_seen` in D1 is up to an hour behind. */
export function seenBy({ outcome, endedAt }: RunRecord, rows: readonly SeenFinding[]): SeenFinding[] {
  if (outcome === null || endedAt === null) return [...rows]
  return rows.map((seen) =>
    seen.resolvedAt === null && coversFinding(outcome, seen.finding) ? { ...seen, lastSeen: endedAt } : seen,
  )
}

/**
 * What can be said of a target at `now` (ms): its latest report, as unknown where its settings do not hold, where no
 * run has ended yet, or where the last one is too long ago.
 */
export function currentReport(target: Target, latest: TargetReport | null, now: number): TargetReport {
  const report = latest ?? blank(target)
  const why = whyUnknown(target, latest, now)
  return why === null
    ? { ...report, environment: target.environment }
    : {
        ...report,
        environment: target.environment,
        status: 'unknown',
        unknowns: [why, ...report.unknowns.filter(({ key }) => key !== why.key)],
      }
}

function whyUnknown(target: Target, latest: TargetReport | null, now: number): Unknown | null {
  if (target.fault !== null) return misconfigured(target.fault)
  const at = latest?.at ?? null
  const silent = { check: 'connectivity', subject: 'the target' } as const
  const mend = lookCommand('$PLUMBLINE_URL', target.name)
  if (at === null) return { ...silent, key: 'connectivity:first-run', reason: 'no run has ended yet', mend }
  if (now - at <= STALE) return null
  const reason = `no run has ended since ${new Date(at).toISOString()}: the schedule or the queue stands still`
  return { ...silent, key: 'connectivity:stale', reason, mend }
}

const blank = ({ name, environment }: Target): TargetReport => ({
  target: name,
  environment,
  status: 'unknown',
  at: null,
  run: null,
  position: null,
  blueprint: null,
  postgres: null,
  findings: [],
  unknowns: [],
  figures: null,
})
