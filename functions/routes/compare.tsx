import { createRoute, z } from '@hono/zod-openapi'
import { settingsOf } from '../env.ts'
import { comparisonOf } from '../run/compared.ts'
import { ComparisonJson, comparisonJson } from '../views/comparison/json.ts'
import { ComparePage, ComparisonPage } from '../views/comparison/page.tsx'
import { comparisonText } from '../views/comparison/text.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses } from './support/openapi.ts'
import { answerPage, answerText, targetCalled, textOptions } from './support/request.ts'
import { router } from './support/router.ts'
import { Problem } from './support/problem.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const side = (of: string) =>
  z
    .string()
    .optional()
    .openapi({
      description: `The target on the ${of}; a browser that names none is asked for both`,
      example: of === 'left' ? 'staging' : 'production',
    })

const route = createRoute({
  method: 'get',
  path: '/compare',
  summary: 'Two targets side by side: catalog, journal and blueprint; read at most once a minute',
  request: { query: z.object({ ...formatQuery(FORMATS), from: side('left'), to: side('right') }) },
  responses: responses({ description: 'What differs', schema: ComparisonJson, formats: FORMATS }, [
    'wrong-parameter',
    'unknown-target',
    'unknown-format',
  ]),
})

const nameBoth = (missing: string) =>
  new Problem('wrong-parameter', {
    detail: `query ${missing}: give the name of a target.`,
    mend: 'name both, as in ?from=staging&to=production',
  })

/** GET /compare?from=…&to=… */
export const compare = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const query = c.req.valid('query')
  if (query.from === undefined || query.to === undefined) {
    if (format !== 'html') throw nameBoth(query.from === undefined ? 'from' : 'to')
    const targets = settingsOf(c.env).targets.map(({ name }) => name)
    return answerPage(c, <ComparePage targets={targets} from={query.from} />)
  }
  const [from, to] = [targetCalled(c, query.from), targetCalled(c, query.to)]
  if (from === to)
    throw new Problem('wrong-parameter', {
      detail: `from and to both name ${from.name}.`,
      mend: `name another one of: ${settingsOf(c.env)
        .targets.map(({ name }) => name)
        .join(', ')}`,
    })
  const comparison = await comparisonOf(c.env, [from, to], Date.now())
  const now = Date.now()
  if (format === 'html') return answerPage(c, <ComparisonPage comparison={comparison} now={now} />)
  return format === 'json'
    ? c.json(comparisonJson(comparison))
    : answerText(c, comparisonText(comparison, textOptions(c, now)))
})
