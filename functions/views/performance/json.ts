import { z } from 'zod'
import { MigrationTime, Percentiles, type MigrationSeries } from '../../model/migration-times.ts'
import { PerformanceDay } from '../../model/performance-day.ts'
import type { AskedVerdict, DeployPerformance, PerformanceShown } from '../../model/performance-shown.ts'
import { BaselineKind, JudgedAt, PerformanceVerdict, Unjudged } from '../../model/performance-verdict.ts'
import { StatementFigures } from '../../model/performance.ts'
import { words } from '../words.ts'

const Time = z.iso.datetime().describe('UTC, ISO 8601')
const Window = z.object({ from: Time, to: Time })

const iso = (ms: number) => new Date(ms).toISOString()
const windowJson = ({ from, to }: { from: number; to: number }) => ({ from: iso(from), to: iso(to) })

const SlowerJson = z.object({
  key: z.string(),
  severity: z.string(),
  title: z.string(),
  what: z.string(),
  why: z.string(),
  mend: z.array(z.string()),
})

/** A verdict as clients see it. */
export const VerdictJson = PerformanceVerdict.omit({ at: true, span: true, baselines: true, findings: true }).extend({
  judgedAt: JudgedAt.describe(
    'How long after the deploy; `later`: each hour while something is slower; `asked`: of no deploy',
  ),
  at: Time,
  span: Window.nullable().describe('What was judged; null: the deploy has just ended'),
  baselines: z.array(Window.extend({ kind: BaselineKind })),
  findings: z.array(SlowerJson),
})
export type VerdictJson = z.infer<typeof VerdictJson>

/** A verdict for clients, its findings in words. */
export function verdictJson({ judgedAt, verdict }: AskedVerdict): VerdictJson {
  const { at, span, baselines, findings, ...same } = verdict
  return {
    ...same,
    judgedAt,
    at: iso(at),
    span: span && windowJson(span),
    baselines: baselines.map((baseline) => ({ kind: baseline.kind, ...windowJson(baseline) })),
    findings: findings.map((finding) => ({ key: finding.key, severity: finding.severity, ...words(finding) })),
  }
}

/** The verdicts on a deploy, in order of time. */
export const DeployPerformanceJson = z.object({
  target: z.string(),
  deploy: z.string(),
  verdicts: z.array(VerdictJson),
})

export const deployPerformanceJson = ({ target, deploy, verdicts }: DeployPerformance) => ({
  target,
  deploy,
  verdicts: verdicts.map(verdictJson),
})

/** What is known of a target's performance. */
export const PerformanceJson = z.object({
  target: z.string(),
  at: Time.nullable().describe('The newest snapshot; null: none was taken yet'),
  span: Window.nullable().describe('Of the statements'),
  database: z.object({ bytes: z.number(), connections: z.number() }).nullable(),
  statements: z.array(
    z.object({
      key: z.string(),
      text: z.string().describe('`?` in place of constants'),
      role: z.string().nullable(),
      figures: StatementFigures.describe('Times in ms'),
      share: z.number().describe('Of the time of all statements, 0 to 1'),
    }),
  ),
  unread: z.array(Unjudged),
  asked: VerdictJson.nullable().describe('What somebody asked for last (POST)'),
  deploy: z.string().nullable().describe('The one that was judged last'),
  verdicts: z.array(VerdictJson).describe('On it, newest first'),
  days: z.array(PerformanceDay.extend({ day: z.iso.date() })),
})
export type PerformanceJson = z.infer<typeof PerformanceJson>

/** A target's performance for clients. */
export const performanceJson = (shown: PerformanceShown): PerformanceJson => ({
  ...shown,
  at: shown.at === null ? null : iso(shown.at),
  span: shown.span && windowJson(shown.span),
  asked: shown.asked && verdictJson(shown.asked),
  deploy: shown.verdicts[0]?.deploy ?? null,
  verdicts: shown.verdicts.map(verdictJson),
  days: shown.days.map((day) => ({ ...day, day: iso(day.day).slice(0, 10) })),
})

/** How long migrations took on a target. */
export const MigrationSeriesJson = z.object({
  target: z.string(),
  runs: z.array(MigrationTime.extend({ at: Time })).describe('Newest first'),
  migrations: Percentiles.describe('ms, of those that were applied; null: none was'),
  statements: Percentiles,
  commands: z.array(z.object({ command: z.string(), times: Percentiles })),
})

export const migrationSeriesJson = ({ runs, ...rest }: MigrationSeries) => ({
  ...rest,
  runs: runs.map((run) => ({ ...run, at: iso(run.at) })),
})
