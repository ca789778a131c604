import { createRoute, z } from '@hono/zod-openapi'
import { HealthJson, healthJson, HEALTH_MEDIA } from '../views/formats/health.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerText, originOf, reportsOf, targetOf } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['health', 'json', 'text']

const route = createRoute({
  method: 'get',
  path: '/{target}/health',
  summary: 'A target as application/health+json: 503 where it fails',
  description: 'What could not be looked at warns; where nothing could be seen of the target, it fails.',
  request: { params: TargetParam, query: z.object(formatQuery(FORMATS)) },
  responses: responses(
    {
      description: 'It passes, or warns',
      schema: HealthJson,
      formats: FORMATS,
      example: {
        status: 'warn',
        serviceId: 'demo',
        description: 'demo (demo), held against its migrations',
        output: 'findings: 1 medium',
        checks: {
          'drift:findings': [
            {
              componentType: 'datastore',
              observedValue: 1,
              observedUnit: 'findings',
              status: 'warn',
              output: '1 medium',
            },
          ],
        },
        links: { about: 'https://plumbline.example.workers.dev/demo' },
      },
    },
    ['unknown-target', 'unknown-format'],
  ),
})

/** GET /:target/health */
export const targetHealth = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const [report] = await reportsOf(c, [targetOf(c)], Date.now())
  if (!report) throw new Error('a target without a report')
  const health = healthJson(report, originOf(c))
  const status = health.status === 'fail' ? 503 : 200
  if (format === 'text') return answerText(c, [health.status, health.output ?? ''].filter(Boolean).join(': '), status)
  // Who asks for nothing special is no browser: it gets what the draft names.
  const media = c.req.query('format') === 'json' ? 'application/json' : HEALTH_MEDIA
  return c.body(`${JSON.stringify(health, null, 2)}\n`, status, { 'Content-Type': media })
})
