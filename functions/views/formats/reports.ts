import type { TargetReport } from '../../model/report.ts'
import { nagiosText } from './nagios.ts'
import { ndjson } from './ndjson.ts'
import { exposition, targetMetrics } from './prometheus.ts'

/** The formats of reports that monitors read: of one target, or of all. */
export const REPORT_FORMATS = ['ndjson', 'prometheus', 'nagios'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** Whether a format is one of those. */
export const isReportFormat = (format: string): format is ReportFormat => REPORT_FORMATS.some((name) => name === format)

/** Reports in a format; `now` in ms. */
export function reportsText(reports: readonly TargetReport[], format: ReportFormat, now: number): string {
  switch (format) {
    case 'ndjson':
      return ndjson(reports, now)
    case 'prometheus':
      return exposition(targetMetrics(reports))
    case 'nagios':
      return nagiosText(reports, now)
  }
}
