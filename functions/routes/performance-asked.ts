import { createRoute, z } from '@hono/zod-openapi'
import { judgeNow } from '../run/performance/asked.ts'
import { VerdictJson, verdictJson } from '../views/performance/json.ts'
import { verdictText } from '../views/performance/verdict-text.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam, WRITES } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerText, textOptions, usableTarget } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json']

const route = createRoute({
  method: 'post',
  path: '/{target}/performance',
  summary: 'Reads the counters now, and judges whether the target is slower than before its newest hourly snapshot',
  security: WRITES,
  request: { params: TargetParam, query: z.object(formatQuery(FORMATS)) },
  responses: responses({ status: 201, description: 'The verdict', schema: VerdictJson, formats: FORMATS }, [
    'unknown-target',
    'unknown-format',
    'target-unknown',
    'unreachable-target',
    'writes-disabled',
  ]),
})

/** POST /:target/performance */
export const performanceAsked = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const target = usableTarget(c)
  const judged = await judgeNow({ env: c.env, target })
  if (!judged.reached)
    throw new Problem('unreachable-target', {
      detail: `${target.name} could not be read: ${judged.failure.reason}.`,
      mend: judged.failure.mend ?? `curl …/${target.name}`,
    })
  c.header('Location', `/${target.name}/performance`)
  const shown = { judgedAt: 'asked' as const, verdict: judged.value }
  if (format === 'json') return c.json(verdictJson(shown), 201)
  return answerText(c, verdictText(shown, textOptions(c, Date.now())).join('\n'), 201)
})
