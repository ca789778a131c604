import { createRoute, z } from '@hono/zod-openapi'
import { TargetTrends } from '../model/trends.ts'
import { readTrends } from '../run/trends.ts'
import { trendsText } from '../views/trends.ts'
import { TrendsPage } from '../views/trends-page.tsx'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerPage, answerText, textOptions, usableTarget } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

/** How far readings are kept. */
const MOST_DAYS = 400

const route = createRoute({
  method: 'get',
  path: '/{target}/trends',
  summary:
    'Days until a sequence, the disk or the transaction ids come to their end, and how tables grow; the target is not asked',
  request: {
    params: TargetParam,
    query: z.object({
      ...formatQuery(FORMATS),
      days: z.coerce
        .number()
        .int()
        .min(2)
        .max(MOST_DAYS)
        .default(40)
        .openapi({ description: 'How many days of readings are looked at', example: 40 }),
    }),
  },
  responses: responses({ description: 'Where the target goes', schema: TargetTrends, formats: FORMATS }, [
    'unknown-target',
    'unknown-format',
    'wrong-parameter',
    'target-unknown',
  ]),
})

/** GET /:target/trends */
export const trends = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const now = Date.now()
  const view = await readTrends(c.env, usableTarget(c), { days: c.req.valid('query').days, now })
  if (format === 'html') return answerPage(c, <TrendsPage view={view} />)
  return format === 'json' ? c.json(view) : answerText(c, trendsText(view, textOptions(c, now)))
})
