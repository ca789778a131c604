import { z } from 'zod'
import { CheckName, Finding, Severity, Unknown, checkOf } from '../model/finding.ts'
import type { RunSummary, SeenFinding, TargetReport } from '../model/report.ts'
import { Figures, Position, RunRequest, RunStatus, Suite } from '../model/run.ts'
import { words } from './words.ts'
import { Truth, truthOf } from './words/truth.ts'

const Time = z.iso.datetime().describe('UTC, ISO 8601')

/** A finding, its life and its words: the public contract of every JSON answer. */
export const FindingJson = z.object({
  key: z.string().describe('Stable name of the finding: check:subject'),
  type: z.string().describe('What kind of finding it is, e.g. drift.missing'),
  check: CheckName,
  severity: Severity,
  truth: Truth.nullable().describe('Which of the truths is wrong; null: none, or it cannot be said'),
  title: z.string().describe('One line that stands alone'),
  what: z.string(),
  why: z.string(),
  mend: z.array(z.string()).describe('SQL statements, commands, and remarks beginning with --; in order'),
  firstSeen: Time,
  lastSeen: Time,
  resolvedAt: Time.nullable(),
  detail: Finding.describe('The finding as data; its fields depend on its type'),
})
export type FindingJson = z.infer<typeof FindingJson>

/** A target as the newest run saw it. */
export const TargetJson = z.object({
  target: z.string(),
  environment: z.string(),
  status: RunStatus,
  at: Time.nullable().describe('When the newest run ended; null: never yet'),
  ageMs: z.number().nullable().describe('How old the data is, ms'),
  run: z.object({ id: z.string(), suite: Suite }).nullable(),
  position: Position.nullable(),
  blueprint: z.object({ hash: z.string(), tag: z.string() }).nullable(),
  postgres: z.string().nullable(),
  findings: z.array(FindingJson),
  unknowns: z.array(Unknown),
  figures: Figures.nullable(),
})
export type TargetJson = z.infer<typeof TargetJson>

/** All targets. */
export const FleetJson = z.object({ targets: z.array(TargetJson) })
export type FleetJson = z.infer<typeof FleetJson>

/** One run of the history. */
export const RunJson = z.object({
  id: z.string(),
  target: z.string(),
  suite: Suite,
  trigger: RunRequest.shape.trigger,
  scheduledAt: Time,
  startedAt: Time,
  finishedAt: Time.nullable().describe('null: still running, or it never came back'),
  status: RunStatus,
  findings: z.number().int(),
  unknowns: z.number().int(),
  ms: z.number().nullable(),
})
export type RunJson = z.infer<typeof RunJson>

const iso = (ms: number) => new Date(ms).toISOString()
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms))

/** A finding with its words; times as ISO 8601. */
export function findingJson({ finding, firstSeen, lastSeen, resolvedAt }: SeenFinding): FindingJson {
  const { key, type, severity } = finding
  return {
    key,
    type,
    check: checkOf(finding),
    severity,
    truth: truthOf(finding),
    ...words(finding),
    firstSeen: iso(firstSeen),
    lastSeen: iso(lastSeen),
    resolvedAt: isoOrNull(resolvedAt),
    detail: finding,
  }
}

/** A report with the words of its findings; `now` in ms gives its age. */
export const targetJson = (report: TargetReport, now: number): TargetJson => ({
  ...report,
  at: isoOrNull(report.at),
  ageMs: report.at === null ? null : now - report.at,
  findings: report.findings.map(findingJson),
})

/** The reports of all targets. */
export const fleetJson = (reports: readonly TargetReport[], now: number): FleetJson => ({
  targets: reports.map((report) => targetJson(report, now)),
})

/** A run with its times as ISO 8601. */
export const runJson = (run: RunSummary): RunJson => ({
  ...run,
  scheduledAt: iso(run.scheduledAt),
  startedAt: iso(run.startedAt),
  finishedAt: isoOrNull(run.finishedAt),
})
