import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { IncidentRecord } from '../model/incident-record.ts'
import { findIncident, readDocument, timelineOf } from '../store/incidents.ts'
import { incidentInFullJson, type IncidentShown } from '../views/incidents/json.ts'
import { IncidentPage } from '../views/incidents/page.tsx'
import { incidentText } from '../views/text/incidents.ts'
import type { App } from './support/app-env.ts'
import type { Format } from './support/negotiate.ts'
import { Problem } from './support/problem.ts'
import { answerPage, answerText, originOf, textOptions } from './support/request.ts'

/** The formats of an incident. */
export const INCIDENT_FORMATS: Format[] = ['text', 'json', 'html']

/** An incident's id in the path. */
export const IncidentParam = z.object({
  id: z.string().openapi({ param: { name: 'id', in: 'path' }, example: 'demo-17' }),
})

/** The incident of an id. @throws Problem where there is none */
export async function incidentCalled(c: Context<App>, id: string): Promise<IncidentRecord> {
  const record = await findIncident(c.env.DB, id)
  if (record) return record
  throw new Problem('unknown-incident', {
    detail: `There is no incident ${id}; incidents are kept for 400 days after their end.`,
    mend: 'GET /incidents?state=all lists those there are',
  })
}

/** All that is shown of an incident. */
export async function shownOf(c: Context<App>, record: IncidentRecord): Promise<IncidentShown> {
  const [timeline, document] = await Promise.all([timelineOf(c.env.DB, record.id), readDocument(c.env.DB, record.id)])
  return { record, timeline, document }
}

/** An incident in a format; `done`: what was just done to it, for the page. */
export async function answerIncident(c: Context<App>, record: IncidentRecord, format: Format, done: string | null) {
  const shown = await shownOf(c, record)
  const now = Date.now()
  if (format === 'html') return answerPage(c, <IncidentPage shown={shown} done={done} origin={originOf(c)} now={now} />)
  return format === 'json' ? c.json(incidentInFullJson(shown)) : answerText(c, incidentText(shown, textOptions(c, now)))
}
