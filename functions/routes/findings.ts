import { createRoute, z } from '@hono/zod-openapi'
import { FindingJson, findingJson } from '../views/json.ts'
import { listFindings, type FindingState } from '../store/findings.ts'
import { findingText } from '../views/text.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerText, seenLast, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json']
const STATES = ['open', 'resolved', 'all'] as const satisfies FindingState[]
const MOST = 1000

const route = createRoute({
  method: 'get',
  path: '/{target}/findings',
  summary: 'The findings of a target, the newest first; one that came back is there once per episode',
  request: {
    params: TargetParam,
    query: z.object({
      ...formatQuery(FORMATS),
      state: z.enum(STATES).default('open'),
      limit: z.coerce.number().int().min(1).max(MOST).default(MOST),
    }),
  },
  responses: responses({ description: 'Findings', schema: z.array(FindingJson), formats: FORMATS }, [
    'wrong-parameter',
    'unknown-target',
    'unknown-format',
  ]),
})

/** GET /:target/findings */
export const findings = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const target = targetOf(c)
  const { state, limit } = c.req.valid('query')
  const found = await seenLast(c, target, listFindings(c.env.DB, target.name, state, limit))
  if (format === 'json') return c.json(found.map((seen) => findingJson(seen)))
  const options = textOptions(c, Date.now())
  return answerText(c, found.map((seen) => findingText(seen, options)).join('\n') || `no ${state} findings`)
})
