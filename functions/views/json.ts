import { z } from 'zod'
import { Lapsed, type Acceptance } from '../model/acceptance.ts'
import { CheckName, Finding, Severity, Unknown, checkOf } from '../model/finding.ts'
import type { PinMark, RunSummary, SeenFinding, TargetReport } from '../model/report.ts'
import { Figures, Position, RunRequest, RunStatus, Suite } from '../model/run.ts'
import { words } from './words.ts'
import { Truth, truthOf } from './words/truth.ts'

const Time = z.iso.datetime().describe('UTC, ISO 8601')

const AcceptanceJson = z.object({
  who: z.string(),
  reason: z.string(),
  at: Time,
  until: Time.nullable().describe('null: until it is withdrawn'),
})

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
  accepted: AcceptanceJson.nullable().describe('Somebody accepted it as it is: it counts for nothing'),
  lapsed: AcceptanceJson.extend({ why: Lapsed.shape.why })
    .nullable()
    .describe('Somebody accepted it, and that holds no longer'),
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
  pin: z
    .object({ hash: z.string(), who: z.string(), reason: z.string(), at: Time, facts: z.number().int() })
    .nullable()
    .describe('What was approved that no migration declares; null: nothing yet'),
  provenAt: Time.nullable()
    .optional()
    .describe('When a restore of a backup was proven last; null: never; absent: not known here'),
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
export function findingJson({ finding, firstSeen, lastSeen, resolvedAt, accepted, lapsed }: SeenFinding): FindingJson {
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
    accepted: accepted === undefined ? null : acceptanceJson(accepted),
    lapsed: lapsed === undefined ? null : { ...acceptanceJson(lapsed), why: lapsed.why },
    detail: finding,
  }
}

const acceptanceJson = ({ who, reason, at, until }: Acceptance) => ({
  who,
  reason,
  at: iso(at),
  until: isoOrNull(until),
})

const pinMarkJson = (pin: PinMark) => ({ ...pin, at: iso(pin.at) })

/** A report with the words of its findings; `now` in ms gives its age. */
export const targetJson = ({ provenAt, ...report }: TargetReport, now: number): TargetJson => ({
  ...report,
  at: isoOrNull(report.at),
  ageMs: report.at === null ? null : now - report.at,
  pin: report.pin === undefined ? null : pinMarkJson(report.pin),
  ...(provenAt !== undefined && { provenAt: isoOrNull(provenAt) }),
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
