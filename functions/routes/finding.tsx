import { createRoute, z } from '@hono/zod-openapi'
import { findEpisodes } from '../store/findings.ts'
import { FindingPage } from '../views/finding-page.tsx'
import { FindingJson, findingJson } from '../views/json.ts'
import { findingText } from '../views/text.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { FindingParam, formatQuery, responses } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerPage, answerText, originOf, seenLast, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const route = createRoute({
  method: 'get',
  path: '/{target}/findings/{key}',
  summary: 'One finding explained: what, why, since when, from which migration, and what mends it',
  request: {
    params: FindingParam,
    query: z.object(formatQuery(FORMATS)),
  },
  responses: responses({ description: 'The newest episode of the finding', schema: FindingJson, formats: FORMATS }, [
    'unknown-target',
    'unknown-finding',
    'unknown-format',
  ]),
})

/** GET /:target/findings/:key */
export const finding = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const target = targetOf(c)
  const { key } = c.req.valid('param')
  const [seen, ...earlier] = await seenLast(c, target, findEpisodes(c.env.DB, target.name, key))
  if (!seen) throw neverSeen(target.name, key)
  const now = Date.now()
  if (format === 'html')
    return answerPage(
      c,
      <FindingPage target={target.name} seen={seen} earlier={earlier} origin={originOf(c)} now={now} />,
    )
  return format === 'json'
    ? c.json(findingJson(seen))
    : answerText(c, findingText(seen, textOptions(c, now), target.name))
})

const neverSeen = (target: string, key: string) =>
  new Problem('unknown-finding', {
    detail: `No run on ${target} ever found ${key}.`,
    mend: `GET /${target}/findings?state=all lists the keys; a key must be URL-encoded`,
  })
