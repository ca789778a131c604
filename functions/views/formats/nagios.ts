import { Severity } from '../../model/finding.ts'
import { counted, type TargetReport } from '../../model/report.ts'
import type { RunStatus } from '../../model/run.ts'
import { age } from '../age.ts'
import { tally } from '../tally.ts'
import { visible } from '../text/lines.ts'
import { worstFirst, worstOf } from '../worst-first.ts'
import { words } from '../words.ts'

/** Nagios's own words for the exit codes 0 to 3 (nagios-plugins.org, "Development Guidelines"). */
const WORDS = { pass: 'OK', warn: 'WARNING', fail: 'CRITICAL', unknown: 'UNKNOWN' } as const satisfies Record<
  RunStatus,
  string
>

/** Beyond this Nagios 3 and 4 cut a plugin's output, characters; an agent between them may earlier. */
const MOST = 4000

/** So many findings are told in long output. */
const SHOWN = 10

/**
 * Targets as the output of a Nagios plugin: one line with performance data, then the gravest findings, one a line.
 * `plumbline status --format nagios` ends with the exit code that goes with it.
 */
export function nagiosText(reports: readonly TargetReport[], now: number): string {
  const status = worstOf(reports) ?? 'unknown'
  const said =
    reports.length === 0
      ? 'no target is configured'
      : worstFirst(reports)
          .map((one) => summary(one, now))
          .join('; ')
  const first = `PLUMBLINE ${WORDS[status]} - ${plain(said).slice(0, 1000)}`
  const lines = worstFirst(reports).flatMap((report) =>
    counted(report.findings).map(({ finding }) => `${finding.severity}: ${report.target}: ${words(finding).title}`),
  )
  const long = lines.slice(0, SHOWN).map((line) => plain(line).slice(0, 250))
  return `${[`${first} | ${perfdata(reports)}`, ...long].join('\n').slice(0, MOST).toWellFormed()}\n`
}

const summary = ({ target, findings, unknowns, at }: TargetReport, now: number): string => {
  const unseen = unknowns.length === 0 ? '' : `, ${unknowns.length} unknown`
  return at === null
    ? `${target}: never looked at`
    : `${target}: ${tally(counted(findings))}${unseen} (looked ${age(at, now)})`
}

/** `label=value`, as the guidelines have it: what a monitor draws. */
function perfdata(reports: readonly TargetReport[]): string {
  const all = reports.flatMap(({ findings }) => counted(findings))
  const figures = [
    ...Severity.options.map((severity) => [
      severity,
      all.filter(({ finding }) => finding.severity === severity).length,
    ]),
    ['unknown', reports.reduce((sum, { unknowns }) => sum + unknowns.length, 0)],
  ]
  return figures.map(([name, value]) => `${name}=${value};;;0`).join(' ')
}

/** On one line, and without the bar behind which performance data stands. */
const plain = (text: string): string => visible(text).replaceAll(/\s+/g, ' ').replaceAll('|', '¦')
