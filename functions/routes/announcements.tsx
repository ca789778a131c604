import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AnnouncementRequest, type Announcement } from '../model/announcement.ts'
import { personsText } from '../model/decision.ts'
import { SentFolder } from '../model/sent-folder.ts'
import { announce, tellOf } from '../run/incidents/announce.ts'
import { listAnnouncements } from '../store/announcements.ts'
import { AnnouncementJson, announcementJson, AnnouncementsJson, announcementsText } from '../views/announcements.ts'
import { AnnouncementsPage } from '../views/announcements-page.tsx'
import type { App } from './support/app-env.ts'
import { shortBody } from './support/body.ts'
import { folderIn } from './support/folder-body.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, jsonBody, responses, TargetParam, WRITES } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerPage, answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'
import { saidIn } from './support/said.ts'

const FORMATS: Format[] = ['text', 'json']
const LISTED: Format[] = [...FORMATS, 'html']

/** What the migrations folder may have, bytes: as for a preflight. */
const limit = bodyLimit({
  maxSize: 16 * 1024 * 1024,
  onError: () => {
    throw new Problem('too-large', {
      detail: 'A migrations folder may have 16 MiB.',
      mend: "leave the snapshots out: tar c --exclude='*_snapshot.json' drizzle | curl --data-binary @- …",
    })
  },
})

const EXAMPLE =
  'tar c drizzle | curl --data-binary @- -H "Authorization: Bearer $PLUMBLINE_TOKEN" "$PLUMBLINE_URL/NAME/announcements?at=2026-12-01T20:00:00Z&by=ann&title=Split+the+orders+table"'

const listRoute = createRoute({
  method: 'get',
  path: '/{target}/announcements',
  summary: 'The migrations of a target that were announced, what begins last first',
  request: {
    params: TargetParam,
    query: z.object({ ...formatQuery(LISTED), limit: z.coerce.number().int().min(1).max(200).default(20) }),
  },
  responses: responses({ description: 'Announcements', schema: AnnouncementsJson, formats: LISTED }, [
    'wrong-parameter',
    'unknown-target',
    'unknown-format',
  ]),
})

const makeRoute = createRoute({
  method: 'post',
  path: '/{target}/announcements',
  summary: 'Announces a migration: people are told now, 48 and 24 hours before, when it begins and when it is over',
  description: `The body is the migrations folder, as for a preflight, whose summary is told with it; or nothing. Deploys that are told of begin and end it by themselves. \`${EXAMPLE}\``,
  security: WRITES,
  middleware: limit,
  request: {
    params: TargetParam,
    query: AnnouncementRequest.extend(formatQuery(FORMATS)),
    body: {
      required: false,
      content: {
        'application/json': { schema: SentFolder },
        'application/x-tar': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
  },
  responses: responses({ status: 201, description: 'It is announced', schema: AnnouncementJson, formats: FORMATS }, [
    'wrong-parameter',
    'malformed-json',
    'no-migrations',
    'unknown-target',
    'unknown-format',
    'too-large',
    'writes-disabled',
  ]),
})

/** GET and POST /:target/announcements, POST /announcements/:id/(started|update|done|cancelled) */
export const announcements = router()
announcements.openapi(listRoute, async (c) => {
  const format = formatOf(c, LISTED)
  const { name } = targetOf(c)
  const found = await listAnnouncements(c.env.DB, name, c.req.valid('query').limit)
  const now = Date.now()
  if (format === 'html') return answerPage(c, <AnnouncementsPage target={name} announcements={found} now={now} />)
  return format === 'json'
    ? c.json({ announcements: found.map(announcementJson) })
    : answerText(c, announcementsText(found, textOptions(c, now)))
})

announcements.openAPIRegistry.registerPath(makeRoute)
announcements.post('/:target/announcements', limit, async (c) => {
  const format = formatOf(c, FORMATS)
  const target = targetOf(c)
  const { format: _format, ...query } = c.req.query()
  const asked = AnnouncementRequest.safeParse(query)
  if (!asked.success) throw wrongQuery(asked.error)
  const now = Date.now()
  if (Date.parse(asked.data.at) <= now)
    throw new Problem('wrong-parameter', { detail: `query at: ${asked.data.at} is over already.`, mend: EXAMPLE })
  const body = new Uint8Array(await c.req.arrayBuffer())
  const folder = body.length === 0 ? null : await folderIn(body)
  return answer(c, await announce(c.env, target, asked.data, folder, now), format, 201)
})

function wrongQuery({ issues: [issue] }: z.ZodError) {
  const where = issue?.path.join('.') ?? ''
  return new Problem('wrong-parameter', {
    detail: `query ${where}: ${issue?.message ?? 'a wrong value'}.`,
    mend: EXAMPLE,
  })
}

const Telling = z.strictObject({
  by: personsText(200).default('somebody with the token'),
  text: personsText(2000).optional().describe('What is told; an update needs it'),
})
announcements.openAPIRegistry.register('TellOfAnnouncement', Telling)

const STEPS = {
  started: { summary: 'Tells that an announced migration has begun', text: 'It has begun.' },
  update: { summary: 'Tells how an announced migration is getting on', text: null },
  done: { summary: 'Tells that an announced migration is over', text: 'It is over.' },
  cancelled: { summary: 'Tells that an announced migration does not come', text: 'It does not come.' },
} as const

for (const step of ['started', 'update', 'done', 'cancelled'] as const) {
  const route = createRoute({
    method: 'post',
    path: `/announcements/{id}/${step}`,
    summary: STEPS[step].summary,
    security: WRITES,
    middleware: shortBody,
    request: {
      params: z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' }, example: 'demo-a3' }) }),
      query: z.object(formatQuery(FORMATS)),
    },
    requestBody: jsonBody('TellOfAnnouncement'),
    responses: responses({ description: 'The announcement', schema: AnnouncementJson, formats: FORMATS }, [
      'malformed-json',
      'wrong-body',
      'unknown-announcement',
      'unknown-format',
      'announcement-over',
      'too-large',
      'writes-disabled',
    ]),
  })
  announcements.openapi(route, async (c) => {
    const format = formatOf(c, FORMATS)
    const { id } = c.req.valid('param')
    const { by, text = STEPS[step].text } = await saidIn(
      c,
      Telling,
      "-d by=ann --data-urlencode text='half of the rows are done'",
    )
    if (text === null)
      throw new Problem('wrong-body', { detail: 'At text: an update says something.', mend: 'send -d text=…' })
    const told = await tellOf(c.env, id, { step, by, text }, Date.now())
    if (told.state === 'done') return answer(c, told.announcement, format, 200)
    throw told.state === 'none' ? unknown(id) : over(id, told.announcement)
  })
}

const answer = (c: Context<App>, announcement: Announcement, format: Format, status: 200 | 201) =>
  format === 'json'
    ? c.json(announcementJson(announcement), status)
    : answerText(c, announcementsText([announcement], textOptions(c, Date.now())), status)

const unknown = (id: string) =>
  new Problem('unknown-announcement', {
    detail: `There is no announcement ${id}.`,
    mend: 'GET /NAME/announcements lists those of a target',
  })

const over = (id: string, { state }: Announcement) =>
  new Problem('announcement-over', {
    detail: `${id} is ${state}: there is nothing more to tell of it.`,
    mend: 'announce another: POST /NAME/announcements',
  })
