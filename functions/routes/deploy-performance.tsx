import { createRoute, z } from '@hono/zod-openapi'
import { findDeploy } from '../store/deploys.ts'
import { verdictsOf } from '../store/performance-verdicts.ts'
import { deployPerformanceJson, DeployPerformanceJson } from '../views/performance/json.ts'
import { DeployPerformancePage } from '../views/performance/page.tsx'
import { deployPerformanceText } from '../views/performance/text.ts'
import { noSuchDeploy } from './deploy.tsx'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerPage, answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const route = createRoute({
  method: 'get',
  path: '/{target}/deploys/{id}/performance',
  summary: 'Whether the target is slower since a deploy: at its end, and 15 minutes, an hour and a day after it',
  request: {
    params: TargetParam.extend({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) }),
    query: z.object(formatQuery(FORMATS)),
  },
  responses: responses({ description: 'The verdicts', schema: DeployPerformanceJson, formats: FORMATS }, [
    'unknown-target',
    'unknown-deploy',
    'unknown-format',
  ]),
})

/** GET /:target/deploys/:id/performance */
export const deployPerformance = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const { name } = targetOf(c)
  const { id } = c.req.valid('param')
  const verdicts = await verdictsOf(c.env.DB, name, id)
  if (verdicts.length === 0 && (await findDeploy(c.env.DB, name, id)) === null) throw noSuchDeploy(name, id)
  const shown = { target: name, deploy: id, verdicts }
  const now = Date.now()
  if (format === 'html') return answerPage(c, <DeployPerformancePage shown={shown} now={now} />)
  return format === 'json'
    ? c.json(deployPerformanceJson(shown))
    : answerText(c, deployPerformanceText(shown, textOptions(c, now)))
})
