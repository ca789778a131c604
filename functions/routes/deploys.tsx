import { createRoute, z } from '@hono/zod-openapi'
import { listDeliveries, listRefusals } from '../store/deliveries.ts'
import { listDeploys } from '../store/deploys.ts'
import { DeploysPage } from '../views/deploys-page.tsx'
import { DeploysJson, deploysJson } from '../views/json/deploys.ts'
import { deploysText } from '../views/text/deploys.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerPage, answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

/** How many deliveries are shown. */
const DELIVERIES = 20

const route = createRoute({
  method: 'get',
  path: '/{target}/deploys',
  summary: 'The deploys of a target, the newest first, with what came to its hooks; kept for 400 and 90 days',
  request: {
    params: TargetParam,
    query: z.object({ ...formatQuery(FORMATS), limit: z.coerce.number().int().min(1).max(500).default(50) }),
  },
  responses: responses({ description: 'Deploys', schema: DeploysJson, formats: FORMATS }, [
    'wrong-parameter',
    'unknown-target',
    'unknown-format',
  ]),
})

/** GET /:target/deploys */
export const deploys = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const { name } = targetOf(c)
  const [list, deliveries, refusals] = await Promise.all([
    listDeploys(c.env.DB, name, c.req.valid('query').limit),
    listDeliveries(c.env.DB, name, DELIVERIES),
    listRefusals(c.env.DB, name),
  ])
  const shown = { target: name, deploys: list, deliveries, refusals }
  const now = Date.now()
  if (format === 'html') return answerPage(c, <DeploysPage shown={shown} now={now} />)
  // Titles of findings are with each deploy: GET /:target/deploys/:id.
  return format === 'json'
    ? c.json(deploysJson(shown, new Map()))
    : answerText(c, deploysText(shown, textOptions(c, now)))
})
