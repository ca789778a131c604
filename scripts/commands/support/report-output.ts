import type { TargetReport } from '../../../functions/model/report.ts'
import { fleetJson, targetJson } from '../../../functions/views/json.ts'
import { SHEET_FORMATS } from '../../../functions/views/formats/formats.ts'
import {
  isReportFormat,
  REPORT_FORMATS,
  reportsText,
  type ReportFormat as MonitorFormat,
} from '../../../functions/views/formats/reports.ts'
import { reportSheet } from '../../../functions/views/sheets/report.ts'
import { fleetText, targetText } from '../../../functions/views/text.ts'
import { UserError } from '../../errors.ts'
import { choice } from './options.ts'
import { outputArgs, putOut, type OutputFormat } from './output.ts'
import { print, printJson, textOptions } from './terminal.ts'

export type ReportFormat = 'text' | 'json'

/** How a result is written that is no report. */
export const reportFormatArgs = { format: choice<ReportFormat>(['text', 'json'], 'How to write the result') }

export type TargetFormat = OutputFormat | MonitorFormat

/** How the report of a target is written: for people and reviewers, and as monitors read it. */
export const targetFormatArgs = {
  ...outputArgs,
  format: choice<TargetFormat>(['text', 'json', ...SHEET_FORMATS, ...REPORT_FORMATS], 'How to write the result'),
}

interface TargetOutput {
  format: TargetFormat
  report?: string | undefined
}

/** Writes the report of one target; `origin` is the Worker's address. */
export async function printReport(
  report: TargetReport,
  { format, ...args }: TargetOutput,
  origin: string,
): Promise<void> {
  const options = textOptions(origin)
  if (isReportFormat(format)) print(reportsText([report], format, options.now))
  else
    await putOut(
      { ...args, format },
      {
        sheet: reportSheet(report),
        dir: null,
        json: targetJson(report, options.now),
        text: () => targetText(report, options),
      },
    )
}

/** Writes the reports of all targets. @throws UserError for a format that has one target only */
export function printFleet(reports: readonly TargetReport[], format: TargetFormat, origin: string): void {
  const options = textOptions(origin)
  if (format === 'json') printJson(fleetJson(reports, options.now))
  else if (format === 'text') print(fleetText(reports, options))
  else if (isReportFormat(format)) print(reportsText(reports, format, options.now))
  else throw new UserError(`--format ${format} is of one target`, '--target NAME')
}
