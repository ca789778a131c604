import { createRoute, z } from '@hono/zod-openapi'
import { personsText } from '../model/decision.ts'
import { IncidentDocument, SECTIONS } from '../model/incident-document.ts'
import { writeDocument } from '../store/incidents.ts'
import { IncidentInFullJson } from '../views/incidents/json.ts'
import { bodyOf, longBody } from './support/body.ts'
import { answerIncident, incidentCalled, INCIDENT_FORMATS, IncidentParam } from './incident-of.tsx'
import { formatOf } from './support/negotiate.ts'
import { formatQuery, jsonBody, responses, WRITES } from './support/openapi.ts'
import { router } from './support/router.ts'

const section = IncidentDocument.shape.problem.unwrap().nullable().optional()

/** Sections that are left out stay; null takes back what was written. */
const Edit = z
  .strictObject({
    by: personsText(200).describe('Who writes'),
    problem: section,
    rootCause: section,
    resolution: section,
    prevention: section,
    lessons: section,
  })
  .refine((edit) => SECTIONS.some((name) => edit[name] !== undefined), `give one of ${SECTIONS.join(', ')}`)

const EXAMPLE = '{"by":"ann","lessons":"what we learned, in Markdown"}'

const route = createRoute({
  method: 'put',
  path: '/incidents/{id}/document',
  summary: 'Writes sections of the document of an incident, in place of what is filled in by itself',
  description: `Markdown, up to 20,000 characters each. Sections that are left out stay as they are; null takes one back. \`GET /incidents/:id?format=md\` is the whole document.`,
  security: WRITES,
  middleware: longBody,
  request: { params: IncidentParam, query: z.object(formatQuery(INCIDENT_FORMATS)) },
  requestBody: jsonBody('IncidentSections'),
  responses: responses({ description: 'The incident', schema: IncidentInFullJson, formats: INCIDENT_FORMATS }, [
    'malformed-json',
    'wrong-body',
    'unknown-incident',
    'unknown-format',
    'too-large',
    'writes-disabled',
  ]),
})

/** PUT /incidents/:id/document */
export const incidentDocument = router()
incidentDocument.openAPIRegistry.register('IncidentSections', z.object(Edit.shape))
incidentDocument.openapi(route, async (c) => {
  const format = formatOf(c, INCIDENT_FORMATS)
  const record = await incidentCalled(c, c.req.valid('param').id)
  const { by, ...sections } = await bodyOf(c, Edit, EXAMPLE)
  const given = Object.fromEntries(
    Object.entries(sections).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  )
  await writeDocument(c.env.DB, record.id, { by, sections: given }, Date.now())
  return answerIncident(c, record, format, 'The document was changed.')
})
