import { createRoute, z } from '@hono/zod-openapi'
import { SHEET_FORMATS } from '../views/formats/formats.ts'
import { REPORT_FORMATS } from '../views/formats/reports.ts'
import { TargetJson, targetJson } from '../views/json.ts'
import { TargetPage } from '../views/target-page.tsx'
import { targetText } from '../views/text.ts'
import { statusCodeOf } from './fail-on.ts'
import { formatOf, type Format } from './negotiate.ts'
import { failOnQuery, formatQuery, responses, TargetParam } from './openapi.ts'
import { inFormat } from './report-formats.ts'
import { answerPage, answerText, reportsOf, targetOf, textOptions } from './request.ts'
import { router } from './router.ts'

const FORMATS: Format[] = ['text', 'json', 'html', ...REPORT_FORMATS, ...SHEET_FORMATS]

const route = createRoute({
  method: 'get',
  path: '/{target}',
  summary: 'A target as the newest run saw it',
  request: { params: TargetParam, query: z.object({ ...formatQuery(FORMATS), ...failOnQuery }) },
  responses: responses({ description: 'The newest report', schema: TargetJson, formats: FORMATS }, [
    'unknown-target',
    'unknown-format',
  ]),
})

/** GET /:target */
export const target = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const now = Date.now()
  const reports = await reportsOf(c, [targetOf(c)], now)
  const [report] = reports
  if (!report) throw new Error('a target without a report')
  const status = statusCodeOf(c, reports)
  const other = inFormat(c, reports, { format, now, status })
  if (other !== null) return other
  if (format === 'html') return answerPage(c, <TargetPage report={report} now={now} />, status)
  return format === 'json'
    ? c.json(targetJson(report, now), status)
    : answerText(c, targetText(report, textOptions(c, now)), status)
})
