import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { BlueprintComparison } from '../model/comparison.ts'
import { MissingPart } from '../model/parts.ts'
import { publishCommand } from '../model/commands.ts'
import { blueprintChanges } from '../run/blueprint-changes.ts'
import { listPublications, publishedBlueprint } from '../store/blueprints.ts'
import type { Publication } from '../store/shapes.ts'
import { ChangesPage } from '../views/comparison/page.tsx'
import { changesText } from '../views/comparison/text.ts'
import type { App } from './support/app-env.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerPage, answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const version = (which: string) =>
  z
    .string(`give the ${which} tag or hash, as in ?from=v1&to=v2`)
    .openapi({ description: 'A tag, or the first 8 or more digits of a hash', example: 'v1' })

const route = createRoute({
  method: 'get',
  path: '/{target}/blueprints/changes',
  summary: 'What changed between two published blueprints: migrations and catalog',
  request: {
    params: TargetParam,
    query: z.object({ ...formatQuery(FORMATS), from: version('older'), to: version('newer') }),
  },
  responses: responses({ description: 'What changed', schema: BlueprintComparison, formats: FORMATS }, [
    'wrong-parameter',
    'unknown-target',
    'unknown-blueprint',
    'unknown-format',
    'missing-part',
  ]),
})

/** GET /:target/blueprints/changes?from=…&to=… */
export const blueprintChangesShown = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const { name } = targetOf(c)
  const query = c.req.valid('query')
  const list = await listPublications(c.env.DB, name)
  const [from, to] = [publication(name, list, query.from), publication(name, list, query.to)]
  const changes = await changesOf(c, name, from, to)
  if (format === 'html') return answerPage(c, <ChangesPage target={name} changes={changes} />)
  return format === 'json' ? c.json(changes) : answerText(c, changesText(changes, textOptions(c, Date.now())))
})

/** The newest publication of a tag, or of a hash that begins so. */
function publication(target: string, list: readonly Publication[], asked: string): Publication {
  const found =
    list.find(({ tag }) => tag === asked) ??
    (/^[0-9a-f]{8,64}$/.test(asked) ? list.find(({ hash }) => hash.startsWith(asked)) : undefined)
  if (found) return found
  throw new Problem('unknown-blueprint', {
    detail: `${target} has no blueprint ${asked}.`,
    mend: `GET /${target}/blueprints lists those there are`,
  })
}

async function changesOf(c: Context<App>, target: string, from: Publication, to: Publication) {
  try {
    const [left, right] = await Promise.all([publishedBlueprint(c.env.KV, from), publishedBlueprint(c.env.KV, to)])
    return await blueprintChanges(left, right)
  } catch (error) {
    if (!(error instanceof MissingPart)) throw error
    throw new Problem('missing-part', { detail: `${error.message}.`, mend: publishCommand(target) })
  }
}
