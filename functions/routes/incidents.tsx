import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { IncidentState, listIncidents } from '../store/incidents.ts'
import { incidentJson, IncidentsJson } from '../views/incidents/json.ts'
import { IncidentsPage } from '../views/incidents/list-page.tsx'
import { incidentsText } from '../views/text/incidents.ts'
import type { App } from './support/app-env.ts'
import { INCIDENT_FORMATS } from './incident-of.tsx'
import { formatOf } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerPage, answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const Query = z.object({
  ...formatQuery(INCIDENT_FORMATS),
  state: IncidentState.default('open'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

const answers = { description: 'Incidents', schema: IncidentsJson, formats: INCIDENT_FORMATS }

const ofAll = createRoute({
  method: 'get',
  path: '/incidents',
  summary:
    'The incidents of all targets, and of the monitor itself, the newest first; kept for 400 days after their end',
  request: { query: Query },
  responses: responses(answers, ['wrong-parameter', 'unknown-format']),
})

const ofTarget = createRoute({
  method: 'get',
  path: '/{target}/incidents',
  summary: 'The incidents of a target, the newest first',
  request: { params: TargetParam, query: Query },
  responses: responses(answers, ['wrong-parameter', 'unknown-target', 'unknown-format']),
})

/** GET /incidents */
export const incidents = router().openapi(ofAll, (c) => answer(c, null, c.req.valid('query')))

/** GET /:target/incidents */
export const targetIncidents = router().openapi(ofTarget, (c) => answer(c, targetOf(c).name, c.req.valid('query')))

async function answer(c: Context<App>, target: string | null, { state, limit }: z.infer<typeof Query>) {
  const format = formatOf(c, INCIDENT_FORMATS)
  const records = await listIncidents(c.env.DB, target, state, limit)
  const now = Date.now()
  if (format === 'html')
    return answerPage(c, <IncidentsPage target={target} state={state} records={records} now={now} />)
  return format === 'json'
    ? c.json({ incidents: records.map(incidentJson) })
    : answerText(c, incidentsText(records, textOptions(c, now)))
}
