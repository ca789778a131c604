import { createRoute, z } from '@hono/zod-openapi'
import { performanceOf } from '../run/performance/shown.ts'
import { performanceJson, PerformanceJson } from '../views/performance/json.ts'
import { PerformancePage } from '../views/performance/page.tsx'
import { performanceText } from '../views/performance/text.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerPage, answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const route = createRoute({
  method: 'get',
  path: '/{target}/performance',
  summary:
    'What took the time of the last hour, whether the target is slower since the newest deploy, and the days before',
  request: { params: TargetParam, query: z.object(formatQuery(FORMATS)) },
  responses: responses({ description: 'Performance', schema: PerformanceJson, formats: FORMATS }, [
    'unknown-target',
    'unknown-format',
  ]),
})

/** GET /:target/performance; the target is not asked */
export const performance = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const shown = await performanceOf(c.env.DB, targetOf(c).name)
  const now = Date.now()
  if (format === 'html') return answerPage(c, <PerformancePage shown={shown} now={now} />)
  return format === 'json' ? c.json(performanceJson(shown)) : answerText(c, performanceText(shown, textOptions(c, now)))
})
