import { createRoute, z } from '@hono/zod-openapi'
import { findDeploy } from '../store/deploys.ts'
import { verdictsOf } from '../store/performance-verdicts.ts'
import { DeployPage } from '../views/deploy-page.tsx'
import { DeployJson, deployJson } from '../views/json/deploys.ts'
import { verdictJson, VerdictJson } from '../views/performance/json.ts'
import { verdictText } from '../views/performance/verdict-text.ts'
import { deployText } from '../views/text/deploys.ts'
import { titlesOf } from './deploy-shown.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerPage, answerText, originOf, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const ShownDeploy = DeployJson.extend({
  performance: VerdictJson.nullable().describe('Whether the target is slower since; null: not judged yet'),
})

const route = createRoute({
  method: 'get',
  path: '/{target}/deploys/{id}',
  summary: 'One deploy: what was told of it, what was done before and after, what was left out, and the verdicts',
  request: {
    params: TargetParam.extend({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) }),
    query: z.object(formatQuery(FORMATS)),
  },
  responses: responses({ description: 'The deploy', schema: ShownDeploy, formats: FORMATS }, [
    'unknown-target',
    'unknown-deploy',
    'unknown-format',
  ]),
})

/** GET /:target/deploys/:id */
export const deploy = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const { name } = targetOf(c)
  const { id } = c.req.valid('param')
  const found = await findDeploy(c.env.DB, name, id)
  if (!found) throw noSuchDeploy(name, id)
  const [titles, verdicts] = await Promise.all([titlesOf(c.env.DB, found), verdictsOf(c.env.DB, name, id)])
  const slower = verdicts.at(-1) ?? null
  const now = Date.now()
  if (format === 'html')
    return answerPage(c, <DeployPage deploy={found} titles={titles} origin={originOf(c)} now={now} slower={slower} />)
  if (format === 'json')
    return c.json({ ...deployJson(found, titles), performance: slower === null ? null : verdictJson(slower) })
  const options = textOptions(c, now)
  const last = slower === null ? '' : `\n${verdictText(slower, options).join('\n')}\n`
  return answerText(c, `${deployText(found, titles, options)}${last}`)
})

/** There is no such deploy, or none any more. */
export const noSuchDeploy = (target: string, id: string) =>
  new Problem('unknown-deploy', {
    detail: `${target} has no deploy ${id}; deploys are kept for 400 days.`,
    mend: `GET /${target}/deploys lists those there are`,
  })
