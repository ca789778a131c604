import type { TargetReport } from '../../../functions/model/report.ts'
import { githubText } from '../../../functions/views/github.ts'
import { fleetJson, targetJson } from '../../../functions/views/json.ts'
import { sarif } from '../../../functions/views/sarif.ts'
import { fleetText, targetText } from '../../../functions/views/text.ts'
import { UserError } from '../../errors.ts'
import { choice } from './options.ts'
import { print, printJson, textOptions } from './terminal.ts'
import { VERSION } from './version.ts'

export type ReportFormat = 'text' | 'json'

/** How a result is written that is no report. */
export const reportFormatArgs = { format: choice<ReportFormat>(['text', 'json'], 'How to write the result') }

export type TargetFormat = ReportFormat | 'sarif' | 'github'

/** How the report of a target is written. */
export const targetFormatArgs = {
  format: choice<TargetFormat>(['text', 'json', 'sarif', 'github'], 'How to write the result'),
}

/** Writes the report of one target; `origin` is the Worker's address. */
export function printReport(report: TargetReport, format: TargetFormat, origin: string): void {
  const options = textOptions(origin)
  if (format === 'json') return printJson(targetJson(report, options.now))
  if (format === 'text') return print(targetText(report, options))
  const look = { findings: report.findings.map(({ finding }) => finding), unknowns: report.unknowns }
  const accepted = new Map(
    report.findings.flatMap(({ finding, accepted }) => (accepted ? [[finding.key, accepted]] : [])),
  )
  if (format === 'sarif') printJson(sarif(look, { accepted, version: VERSION }))
  else process.stdout.write(githubText(look, { accepted }))
}

/** Writes the reports of all targets. @throws UserError for a format that has one target only */
export function printFleet(reports: readonly TargetReport[], format: TargetFormat, origin: string): void {
  const options = textOptions(origin)
  if (format === 'json') printJson(fleetJson(reports, options.now))
  else if (format === 'text') print(fleetText(reports, options))
  else throw new UserError(`--format ${format} is of one target`, '--target NAME')
}
