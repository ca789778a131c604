import { createRoute, z } from '@hono/zod-openapi'
import { settingsOf } from '../env.ts'
import { recentStatuses } from '../store/recent-runs.ts'
import { FleetPage, RECENT_RUNS } from '../views/fleet-page.tsx'
import { REPORT_FORMATS } from '../views/formats/reports.ts'
import { FleetJson, fleetJson } from '../views/json.ts'
import { fleetText } from '../views/text.ts'
import { statusCodeOf } from './support/fail-on.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { failOnQuery, formatQuery, responses } from './support/openapi.ts'
import { inFormat } from './support/report-formats.ts'
import { answerPage, answerText, reportsOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html', ...REPORT_FORMATS]

const route = createRoute({
  method: 'get',
  path: '/',
  summary: 'All targets at a glance',
  request: { query: z.object({ ...formatQuery(FORMATS), ...failOnQuery }) },
  responses: responses({ description: 'The newest report of every target', schema: FleetJson, formats: FORMATS }, [
    'unknown-format',
  ]),
})

/** GET / */
export const fleet = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const now = Date.now()
  const reports = await reportsOf(c, settingsOf(c.env).targets, now)
  const status = statusCodeOf(c, reports)
  const other = inFormat(c, reports, { format, now, status })
  if (other !== null) return other
  if (format === 'html') {
    const names = reports.map(({ target }) => target)
    const recent = await recentStatuses(c.env.DB, names, RECENT_RUNS)
    return answerPage(c, <FleetPage reports={reports} recent={recent} now={now} />, status)
  }
  return format === 'json'
    ? c.json(fleetJson(reports, now), status)
    : answerText(c, fleetText(reports, textOptions(c, now)), status)
})
