import { createRoute, z } from '@hono/zod-openapi'
import { SHEET_FORMATS } from '../views/formats/formats.ts'
import { REPORT_FORMATS } from '../views/formats/reports.ts'
import type { Context } from 'hono'
import { settingsOf } from '../env.ts'
import type { TargetReport } from '../model/report.ts'
import { backupsOf } from '../run/backups.ts'
import { newestPublication } from '../store/publications.ts'
import { listDeploys } from '../store/deploys.ts'
import { listEpisodes } from '../store/episodes.ts'
import { listIncidents } from '../store/incidents.ts'
import { deployLane, findingLane, incidentLane, timelineSpan } from '../views/timeline.ts'
import { checkOf } from '../model/finding.ts'
import type { App } from './support/app-env.ts'
import { TargetJson, targetJson } from '../views/json.ts'
import { TargetPage } from '../views/target-page.tsx'
import { targetText } from '../views/text.ts'
import { statusCodeOf } from './support/fail-on.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { failOnQuery, formatQuery, responses, TargetParam } from './support/openapi.ts'
import { inFormat } from './support/report-formats.ts'
import { answerPage, answerText, reportsOf, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

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
  if (format === 'html') return answerPage(c, <TargetPage {...await pageOf(c, report, now)} />, status)
  return format === 'json'
    ? c.json(targetJson(report, now), status)
    : answerText(c, targetText(report, textOptions(c, now)), status)
})

/** Episodes and deploys of which a page's timeline tells at most. */
const MOST = 200

/** What a target's page shows beside its report: all of it from D1 and KV, so that a page costs the target nothing. */
async function pageOf(c: Context<App>, report: TargetReport, now: number) {
  const { env } = c
  const target = targetOf(c)
  const { name } = target
  const span = timelineSpan(now)
  const [published, episodes, deploys, incidents, backups] = await Promise.all([
    newestPublication(env.DB, name),
    listEpisodes(env.DB, name, span, MOST),
    listDeploys(env.DB, name, MOST),
    listIncidents(env.DB, name, 'all', MOST),
    target.fault === null ? backupsOf({ env, target, maxAge: null }) : null,
  ])
  const isHealth = ({ finding }: (typeof episodes)[number]) => ['health', 'backup'].includes(checkOf(finding))
  const config = target.fault === null ? target.config : null
  return {
    report,
    sources: {
      published,
      journal: config && `${config.migrations_schema}.${config.migrations_table}`,
      transport: config && `read over ${config.transport}`,
    },
    lanes: [
      deployLane(deploys),
      findingLane(
        name,
        'Drift',
        episodes.filter((seen) => !isHealth(seen)),
      ),
      findingLane(name, 'Health', episodes.filter(isHealth)),
      incidentLane(incidents),
    ],
    backups,
    targets: settingsOf(env).targets.map((other) => other.name),
    now,
  }
}
