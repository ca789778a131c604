import { severityRank } from '../model/finding.ts'
import type { TargetReport } from '../model/report.ts'
import type { Look } from '../model/run.ts'

/** A single look as a report, for views where nothing was stored: every finding was first seen now (ms). */
export const reportOfLook = (
  look: Look,
  { target, environment, now }: { target: string; environment: string; now: number },
): TargetReport => ({
  target,
  environment,
  status: look.status,
  at: now,
  run: null,
  position: look.position,
  blueprint: look.blueprint,
  postgres: look.postgres,
  findings: look.findings
    .map((finding) => ({ finding, firstSeen: now, lastSeen: now, resolvedAt: null }))
    .toSorted(
      (a, b) =>
        severityRank(a.finding.severity) - severityRank(b.finding.severity) || (a.finding.key < b.finding.key ? -1 : 1),
    ),
  unknowns: look.unknowns,
  figures: look.figures,
})
