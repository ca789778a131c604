import { createRoute, z } from '@hono/zod-openapi'
import { publishCommand } from '../model/commands.ts'
import { listPublications } from '../store/blueprints.ts'
import { verifiedBlueprints, type Verified } from '../store/runs.ts'
import type { Publication } from '../store/shapes.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerText, targetOf } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json']

/** A publication as clients see it. */
export const PublicationJson = z.object({
  hash: z.string(),
  tag: z.string(),
  publishedAt: z.iso.datetime(),
  /** Runs compare with this one. */
  newest: z.boolean(),
  /** The run that found the target true to it, with all its migrations applied; null: none of the runs that are kept. */
  verified: z.object({ run: z.string(), at: z.iso.datetime() }).nullable(),
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
  const [publications, verified] = await Promise.all([
    listPublications(c.env.DB, name),
    verifiedBlueprints(c.env.DB, name),
  ])
  const list = publications.map((publication, i) => publicationJson(publication, i, verified.get(publication.hash)))
  return format === 'json' ? c.json(list) : answerText(c, listText(name, list))
})

const publicationJson = (
  { hash, tag, publishedAt }: Publication,
  i: number,
  verified: Verified | undefined,
): z.infer<typeof PublicationJson> => ({
  hash,
  tag,
  publishedAt: new Date(publishedAt).toISOString(),
  newest: i === 0,
  verified: verified === undefined ? null : { run: verified.run, at: new Date(verified.at).toISOString() },
})

function listText(target: string, list: readonly z.infer<typeof PublicationJson>[]): string {
  if (list.length === 0) return `no blueprint was published for ${target}: ${publishCommand(target)}`
  const width = Math.max(...list.map(({ tag }) => tag.length))
  return list
    .map(({ hash, tag, publishedAt, newest, verified }) =>
      [
        newest ? '*' : ' ',
        publishedAt,
        tag.padEnd(width),
        hash.slice(0, 12),
        verified === null ? 'not verified here' : `verified here ${verified.at}`,
      ].join('  '),
    )
    .join('\n')
}
