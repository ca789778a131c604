import type { TargetReport } from '../../../functions/model/report.ts'
import { fleetJson, targetJson } from '../../../functions/views/json.ts'
import { fleetText, targetText } from '../../../functions/views/text.ts'
import { choice } from './options.ts'
import { print, printJson, textOptions } from './terminal.ts'

export type ReportFormat = 'text' | 'json'

/** How a report is written. */
export const reportFormatArgs = { format: choice<ReportFormat>(['text', 'json'], 'How to write the result') }

/** Writes the report of one target; `origin` is the Worker's address. */
export function printReport(report: TargetReport, format: ReportFormat, origin: string): void {
  const options = textOptions(origin)
  if (format === 'json') printJson(targetJson(report, options.now))
  else print(targetText(report, options))
}

/** Writes the reports of all targets. */
export function printFleet(reports: readonly TargetReport[], format: ReportFormat, origin: string): void {
  const options = textOptions(origin)
  if (format === 'json') printJson(fleetJson(reports, options.now))
  else print(fleetText(reports, options))
}
