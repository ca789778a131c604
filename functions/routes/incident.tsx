import { createRoute, z } from '@hono/zod-openapi'
import { findingsCalled } from '../store/findings.ts'
import { IncidentInFullJson } from '../views/incidents/json.ts'
import { incidentMarkdown } from '../views/incidents/document.ts'
import { answerIncident, incidentCalled, INCIDENT_FORMATS, IncidentParam, shownOf } from './incident-of.tsx'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses } from './support/openapi.ts'
import { originOf } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = [...INCIDENT_FORMATS, 'markdown']

const route = createRoute({
  method: 'get',
  path: '/incidents/{id}',
  summary: 'One incident: how it stands, its findings with what mends them, what happened; as Markdown, its document',
  description:
    'By a signed link, whoever has it may read this one incident without a token. `?format=md` is Markdown, too.',
  request: { params: IncidentParam, query: z.object(formatQuery(FORMATS)) },
  responses: responses({ description: 'The incident', schema: IncidentInFullJson, formats: FORMATS }, [
    'unknown-incident',
    'unknown-format',
    'wrong-link',
  ]),
})

/** GET /incidents/:id */
export const incident = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const record = await incidentCalled(c, c.req.valid('param').id)
  if (format !== 'markdown') return answerIncident(c, record, format, null)
  const keys = record.told.map(({ key }) => key)
  const [shown, evidence] = await Promise.all([shownOf(c, record), findingsCalled(c.env.DB, record.target, keys)])
  return c.body(incidentMarkdown(shown, evidence, originOf(c)), 200, {
    'Content-Type': 'text/markdown; charset=utf-8',
  })
})
