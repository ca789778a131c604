import { createRoute, z } from '@hono/zod-openapi'
import type { RunRequest } from '../model/run.ts'
import { performRun } from '../run/perform.ts'
import { TargetJson, targetJson } from '../views/json.ts'
import { targetText } from '../views/text.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam, WRITES } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json']

const route = createRoute({
  method: 'post',
  path: '/{target}/runs',
  summary: 'Looks at a target now and answers with the report',
  security: WRITES,
  request: { params: TargetParam, query: z.object(formatQuery(FORMATS)) },
  responses: responses({ status: 201, description: 'The report', schema: TargetJson, formats: FORMATS }, [
    'unknown-target',
    'unknown-format',
    'run-held',
    'writes-disabled',
  ]),
})

/** POST /:target/runs */
export const ask = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const target = targetOf(c)
  const request: RunRequest = { target: target.name, suite: 'asked', scheduledAt: Date.now(), trigger: 'curl' }
  const done = await performRun({ env: c.env, target, now: Date.now }, request)
  if (done.state !== 'ended') throw twice()
  c.header('Location', `/${target.name}/runs/${done.report.run?.id ?? ''}`)
  return format === 'json'
    ? c.json(targetJson(done.report, Date.now()), 201)
    : answerText(c, targetText(done.report, textOptions(c, Date.now())), 201)
})

/** Two asked for in the same millisecond are the same run. */
const twice = () =>
  new Problem('run-held', { detail: 'Another request asked for the same run at the same moment.', mend: 'ask again' })
