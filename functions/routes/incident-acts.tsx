import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { snoozeUntil } from '../incidents/snooze.ts'
import { personsText } from '../model/decision.ts'
import { actOnIncident, commentOn, type Act } from '../run/incidents/act.ts'
import { ConfirmPage, type LinkedAct } from '../views/incidents/confirm-page.tsx'
import { IncidentInFullJson } from '../views/incidents/json.ts'
import type { App } from './support/app-env.ts'
import { shortBody } from './support/body.ts'
import { answerIncident, incidentCalled, INCIDENT_FORMATS, IncidentParam } from './incident-of.tsx'
import { formatOf } from './support/negotiate.ts'
import { formatQuery, jsonBody, responses, WRITES } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerPage } from './support/request.ts'
import { router } from './support/router.ts'
import { saidIn } from './support/said.ts'

const by = personsText(200).optional().describe('Who you are')
const Acknowledge = z.strictObject({ by })
const Snooze = z.strictObject({ by, for: z.string().default('1h').describe('How long: 30m, 4h, 2d; at most 7d') })
const Comment = z.strictObject({ by, text: personsText(4000) })

const ACTS: Record<LinkedAct, { summary: string; example: string; done: string; component: string }> = {
  acknowledge: {
    summary: 'Somebody has it: nobody else is called, unless it becomes worse than it ever was',
    example: '-d by=ann',
    done: 'Acknowledged.',
    component: 'AcknowledgeIncident',
  },
  snooze: {
    summary: 'Nobody is called for a while; then its clock starts anew',
    example: '-d by=ann -d for=4h',
    done: 'Snoozed.',
    component: 'SnoozeIncident',
  },
  resolve: {
    summary: 'It is over; what the next look still sees is another incident',
    example: '-d by=ann',
    done: 'Resolved.',
    component: 'ResolveIncident',
  },
}

const answers = { description: 'The incident as it is now', schema: IncidentInFullJson, formats: INCIDENT_FORMATS }
const request = { params: IncidentParam, query: z.object(formatQuery(INCIDENT_FORMATS)) }
const PROBLEMS = [
  'malformed-json',
  'wrong-body',
  'unknown-incident',
  'unknown-format',
  'too-large',
  'writes-disabled',
] as const

/** POST /incidents/:id/(acknowledge|snooze|resolve|comments); by a signed link, GET shows a page that asks first. */
export const incidentActs = router()
incidentActs.openAPIRegistry.register('AcknowledgeIncident', Acknowledge)
incidentActs.openAPIRegistry.register('ResolveIncident', Acknowledge)
incidentActs.openAPIRegistry.register('SnoozeIncident', Snooze)
incidentActs.openAPIRegistry.register('CommentIncident', Comment)

for (const act of ['acknowledge', 'snooze', 'resolve'] as const) {
  const path = `/incidents/{id}/${act}` as const
  const { summary, done, component } = ACTS[act]
  const doIt = createRoute({
    method: 'post',
    path,
    summary,
    description:
      'With a token, or by a signed link. The body is JSON or a form; none is needed. Again, it changes nothing.',
    security: WRITES,
    middleware: shortBody,
    request,
    requestBody: jsonBody(component),
    responses: responses(answers, [...PROBLEMS, 'incident-over', 'wrong-link']),
  })
  const askFirst = createRoute({
    method: 'get',
    path,
    summary: `The page behind a signed link: it asks before it does it, and changes nothing (${act})`,
    request: { params: IncidentParam },
    responses: responses({ description: 'The page', schema: z.string(), formats: ['html'] }, [
      'unknown-incident',
      'wrong-link',
    ]),
  })
  incidentActs.openapi(doIt, async (c) => {
    const format = formatOf(c, INCIDENT_FORMATS)
    const { id } = c.req.valid('param')
    const acted = await actOnIncident(c.env, id, await actIn(c, act), Date.now())
    if (acted.state === 'none') return answerIncident(c, await incidentCalled(c, id), format, null)
    if (acted.state === 'over' && act !== 'resolve') throw over(id)
    return answerIncident(c, acted.record, format, done)
  })
  incidentActs.openapi(askFirst, async (c) => {
    if (c.req.query('signature') === undefined) throw noLink(c.req.path)
    const record = await incidentCalled(c, c.req.valid('param').id)
    return answerPage(c, <ConfirmPage record={record} act={act} now={Date.now()} />)
  })
}

const commentRoute = createRoute({
  method: 'post',
  path: '/incidents/{id}/comments',
  summary: 'Adds a comment to the timeline of an incident',
  security: WRITES,
  middleware: shortBody,
  request,
  requestBody: jsonBody('CommentIncident'),
  responses: responses({ ...answers, status: 201 }, PROBLEMS),
})

incidentActs.openapi(commentRoute, async (c) => {
  const format = formatOf(c, INCIDENT_FORMATS)
  const { id } = c.req.valid('param')
  const { by = unnamed(c), text } = await saidIn(c, Comment, "-d by=ann --data-urlencode text='what you know'")
  await commentOn(c.env.DB, id, { by, text }, Date.now())
  c.status(201)
  return answerIncident(c, await incidentCalled(c, id), format, 'Your comment was added.')
})

/** Whoever does not say who they are is told of by what let them in. */
const unnamed = (c: Context<App>) =>
  c.req.query('signature') === undefined ? 'somebody with the token' : 'somebody with a link'

async function actIn(c: Context<App>, act: LinkedAct): Promise<Act> {
  const { example } = ACTS[act]
  if (act !== 'snooze') return { type: act, by: (await saidIn(c, Acknowledge, example)).by ?? unnamed(c) }
  const said = await saidIn(c, Snooze, example)
  const end = snoozeUntil(said.for, Date.now())
  if ('until' in end) return { type: act, by: said.by ?? unnamed(c), until: end.until }
  throw new Problem('wrong-body', {
    detail: `At for: ${JSON.stringify(said.for)} ${end.wrong}.`,
    mend: `send ${example}`,
  })
}

const over = (id: string) =>
  new Problem('incident-over', {
    detail: `${id} is over: there is nothing to do about it.`,
    mend: `GET /incidents/${id} says when it ended; what comes back is another incident`,
  })

const noLink = (path: string) =>
  new Problem('wrong-link', {
    detail: 'This page is behind signed links only.',
    mend: `with the token: curl -X POST -H "Authorization: Bearer $PLUMBLINE_TOKEN" …${path}`,
  })
