import { createRoute, z } from '@hono/zod-openapi'
import { publishCommand } from '../model/commands.ts'
import { listPublications } from '../store/blueprints.ts'
import type { Publication } from '../store/shapes.ts'
import { formatOf, type Format } from './negotiate.ts'
import { formatQuery, responses, TargetParam } from './openapi.ts'
import { answerText, targetOf } from './request.ts'
import { router } from './router.ts'

const FORMATS: Format[] = ['text', 'json']

/** A publication as clients see it. */
export const PublicationJson = z.object({
  hash: z.string(),
  tag: z.string(),
  publishedAt: z.iso.datetime(),
  /** Runs compare with this one. */
  newest: z.boolean(),
})

const route = createRoute({
  method: 'get',
  path: '/{target}/blueprints',
  summary: 'What was published for a target, the newest first; runs compare with the newest',
  request: { params: TargetParam, query: z.object(formatQuery(FORMATS)) },
  responses: responses({ description: 'Publications', schema: z.array(PublicationJson), formats: FORMATS }, [
    'unknown-target',
    'unknown-format',
  ]),
})

/** GET /:target/blueprints */
export const blueprints = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const { name } = targetOf(c)
  const list = (await listPublications(c.env.DB, name)).map(publicationJson)
  return format === 'json' ? c.json(list) : answerText(c, listText(name, list))
})

const publicationJson = ({ hash, tag, publishedAt }: Publication, i: number): z.infer<typeof PublicationJson> => ({
  hash,
  tag,
  publishedAt: new Date(publishedAt).toISOString(),
  newest: i === 0,
})

function listText(target: string, list: readonly z.infer<typeof PublicationJson>[]): string {
  if (list.length === 0) return `no blueprint was published for ${target}: ${publishCommand(target)}`
  const width = Math.max(...list.map(({ tag }) => tag.length))
  return list
    .map(({ hash, tag, publishedAt, newest }) =>
      [newest ? '*' : ' ', publishedAt, tag.padEnd(width), hash.slice(0, 12)].join('  '),
    )
    .join('\n')
}
