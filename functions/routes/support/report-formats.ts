import type { Context } from 'hono'
import type { TargetReport } from '../../model/report.ts'
import { isSheetFormat, sheetText } from '../../views/formats/formats.ts'
import { PROMETHEUS_MEDIA } from '../../views/formats/prometheus.ts'
import { isReportFormat, reportsText } from '../../views/formats/reports.ts'
import { reportSheet } from '../../views/sheets/report.ts'
import type { Format } from './negotiate.ts'
import { MEDIA } from './openapi.ts'

/** Reports in a format of monitors, or the first in one of reviewers; null: the format is another. */
export function inFormat(
  c: Context,
  reports: readonly TargetReport[],
  { format, now, status }: { format: Format; now: number; status: 200 | 503 },
): Response | null {
  const type = format === 'prometheus' ? PROMETHEUS_MEDIA : `${MEDIA[format]}; charset=utf-8`
  if (isReportFormat(format)) return c.body(reportsText(reports, format, now), status, { 'Content-Type': type })
  const [first] = reports
  if (!isSheetFormat(format) || first === undefined) return null
  return c.body(sheetText(reportSheet(first), format), status, { 'Content-Type': type })
}
