import { createRoute, z } from '@hono/zod-openapi'
import { CHECKS } from '../checks/list.ts'
import { HEALTH_IDS } from '../model/health.ts'
import { CheckJson, checkJson, checksText, checkText } from '../views/checks.ts'
import { CheckPage, ChecksPage } from '../views/checks-page.tsx'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerPage, answerText, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const listRoute = createRoute({
  method: 'get',
  path: '/checks',
  summary: 'What is looked at in a target’s health, how often, and from when on it is told',
  request: { query: z.object(formatQuery(FORMATS)) },
  responses: responses({ description: 'Every check', schema: z.array(CheckJson), formats: FORMATS }, [
    'unknown-format',
  ]),
})

const oneRoute = createRoute({
  method: 'get',
  path: '/checks/{id}',
  summary: 'One check: why, what mends it, what it needs, where its limits come from',
  request: {
    params: z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' }, example: 'sequences' }) }),
    query: z.object(formatQuery(FORMATS)),
  },
  responses: responses({ description: 'The check', schema: CheckJson, formats: FORMATS }, [
    'unknown-check',
    'unknown-format',
  ]),
})

/** GET /checks and GET /checks/:id */
export const checks = router()
  .openapi(listRoute, (c) => {
    const format = formatOf(c, FORMATS)
    if (format === 'html') return answerPage(c, <ChecksPage checks={CHECKS} />)
    return format === 'json'
      ? c.json(CHECKS.map(checkJson))
      : answerText(c, checksText(CHECKS, textOptions(c, Date.now())))
  })
  .openapi(oneRoute, (c) => {
    const format = formatOf(c, FORMATS)
    const { id } = c.req.valid('param')
    const check = CHECKS.find((known) => known.id === id)
    if (check === undefined)
      throw new Problem('unknown-check', {
        detail: `There is no check ${id}; there are: ${HEALTH_IDS.join(', ')}.`,
        mend: 'ask for one of those: GET /checks',
      })
    if (format === 'html') return answerPage(c, <CheckPage check={check} />)
    return format === 'json' ? c.json(checkJson(check)) : answerText(c, checkText(check, textOptions(c, Date.now())))
  })
