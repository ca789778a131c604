import type { TargetReport } from '../../../functions/model/report.ts'
import { fleetJson, targetJson } from '../../../functions/views/json.ts'
import { lookSheet } from '../../../functions/views/sheets/look.ts'
import { fleetText, targetText } from '../../../functions/views/text.ts'
import { UserError } from '../../errors.ts'
import { choice } from './options.ts'
import { outputArgs, putOut, type OutputArgs, type OutputFormat } from './output.ts'
import { print, printJson, textOptions } from './terminal.ts'

export type ReportFormat = 'text' | 'json'

/** How a result is written that is no report. */
export const reportFormatArgs = { format: choice<ReportFormat>(['text', 'json'], 'How to write the result') }

export type TargetFormat = OutputFormat

/** How the report of a target is written. */
export const targetFormatArgs = outputArgs

/** Writes the report of one target; `origin` is the Worker's address. */
export async function printReport(report: TargetReport, args: OutputArgs, origin: string): Promise<void> {
  const options = textOptions(origin)
  const { target, environment, status, postgres, unknowns } = report
  const findings = report.findings.map(({ finding }) => finding)
  const accepted = new Map(
    report.findings.flatMap(({ finding, accepted }) => (accepted ? [[finding.key, accepted]] : [])),
  )
  const look = { findings, unknowns, status: status ?? 'unknown', checks: [], postgres }
  await putOut(args, {
    sheet: lookSheet(look, { target, environment, tool: 'status', accepted }),
    dir: null,
    json: targetJson(report, options.now),
    text: () => targetText(report, options),
  })
}

/** Writes the reports of all targets. @throws UserError for a format that has one target only */
export function printFleet(reports: readonly TargetReport[], format: TargetFormat, origin: string): void {
  const options = textOptions(origin)
  if (format === 'json') printJson(fleetJson(reports, options.now))
  else if (format === 'text') print(fleetText(reports, options))
  else throw new UserError(`--format ${format} is of one target`, '--target NAME')
}
