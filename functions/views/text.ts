import { counted, type RunSummary, type TargetReport } from '../model/report.ts'
import { age } from './age.ts'
import { tally } from './tally.ts'
import { dim, shade, type TextOptions } from './text/lines.ts'
import { table } from './text/table.ts'
import { worstFirst } from './worst-first.ts'

export type { TextOptions } from './text/lines.ts'
export { findingText } from './text/finding.ts'
export { targetText } from './text/target.ts'

/** When a restore was proven last, in a cell. */
const restoreSaid = ({ provenAt }: TargetReport, now: number) =>
  provenAt === undefined ? '?' : provenAt === null ? 'never' : age(provenAt, now)

const lines = (all: readonly string[]) => `${all.join('\n')}\n`

/** All targets, the worst first, one line each: status, findings, age of the data, how far the journal is. */
export function fleetText(reports: readonly TargetReport[], options: TextOptions): string {
  if (reports.length === 0) return 'No target is configured; wrangler.toml names them under [vars.TARGETS].\n'
  const columns = ['STATUS', 'TARGET', 'ENV', 'FINDINGS', 'UNKNOWN', 'LOOKED', 'JOURNAL', 'RESTORE']
  const rows = worstFirst(reports).map((report) => [
    { text: report.status.toUpperCase(), paint: (text: string) => shade(report.status, text, options) },
    { text: report.target },
    { text: report.environment },
    { text: report.at === null && report.findings.length === 0 ? '?' : tally(counted(report.findings), 2) },
    { text: String(report.unknowns.length) },
    { text: report.at === null ? 'never yet' : age(report.at, options.now) },
    { text: report.position === null ? '?' : `${report.position.applied}/${report.position.of}` },
    { text: restoreSaid(report, options.now) },
  ])
  const headed = table(
    columns.map((heading) => ({ heading, right: heading === 'UNKNOWN' })),
    rows,
  )
  const more = options.origin === undefined ? [] : ['', dim(`One target: curl ${options.origin}/TARGET`, options)]
  return lines([...headed, ...more])
}

/** The history of runs, newest first as given. */
export function runsText(runs: readonly RunSummary[], options: TextOptions): string {
  if (runs.length === 0) return 'No run has started yet.\n'
  const columns = ['STATUS', 'STARTED', 'TARGET', 'SUITE', 'TRIGGER', 'FINDINGS', 'UNKNOWN', 'TOOK', 'RUN']
  const right = new Set(['FINDINGS', 'UNKNOWN', 'TOOK'])
  const rows = runs.map((run) => {
    const over = run.finishedAt !== null
    return [
      {
        text: over ? run.status.toUpperCase() : 'RUNNING',
        paint: (text: string) => (over ? shade(run.status, text, options) : dim(text, options)),
      },
      { text: age(run.startedAt, options.now) },
      { text: run.target },
      { text: run.suite },
      { text: run.trigger },
      { text: over ? String(run.findings) : '' },
      { text: over ? String(run.unknowns) : '' },
      { text: run.ms === null ? '' : `${Math.round(run.ms)} ms` },
      { text: run.id },
    ]
  })
  return lines(
    table(
      columns.map((heading) => ({ heading, right: right.has(heading) })),
      rows,
    ),
  )
}
