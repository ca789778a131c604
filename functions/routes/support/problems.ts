import { createRoute, z } from '@hono/zod-openapi'
import { responses } from './openapi.ts'
import { Problem, PROBLEMS } from './problem.ts'
import { router } from './router.ts'

const ProblemKind = z.object({ type: z.string(), title: z.string(), status: z.number(), retryable: z.boolean() })

const route = createRoute({
  method: 'get',
  path: '/problems/{name}',
  summary: 'What a problem’s type means',
  request: { params: z.object({ name: z.string().openapi({ param: { name: 'name', in: 'path' } }) }) },
  responses: responses({ description: 'The kind of problem', schema: ProblemKind }, ['unknown-path']),
})

/** GET /problems/:name, the address that every problem+json answer has as its type. */
export const problems = router().openapi(route, (c) => {
  const { name } = c.req.valid('param')
  const [, kind] = Object.entries(PROBLEMS).find(([known]) => known === name) ?? []
  if (kind) return c.json({ type: `/problems/${name}`, ...kind })
  throw new Problem('unknown-path', {
    detail: `${name} is no kind of problem.`,
    mend: `one of: ${Object.keys(PROBLEMS).join(', ')}`,
  })
})
