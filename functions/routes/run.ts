import { createRoute, z } from '@hono/zod-openapi'
import { reportOfRun } from '../run/report-of-run.ts'
import { findRun } from '../store/runs.ts'
import type { RunRecord } from '../store/shapes.ts'
import { TargetJson, targetJson } from '../views/json.ts'
import { targetText } from '../views/text.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json']

const route = createRoute({
  method: 'get',
  path: '/{target}/runs/{id}',
  summary: 'The report of one run: the target as it stood when the run ended',
  request: {
    params: TargetParam.extend({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) }),
    query: z.object(formatQuery(FORMATS)),
  },
  responses: responses({ description: 'The report', schema: TargetJson, formats: FORMATS }, [
    'unknown-target',
    'unknown-run',
    'unknown-format',
    'run-held',
  ]),
})

/** GET /:target/runs/:id */
export const run = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const target = targetOf(c)
  const { id } = c.req.valid('param')
  const found = await findRun(c.env.DB, target.name, id)
  if (!found) throw noSuchRun(target.name, id)
  const report = await reportOfRun(c.env.DB, target, found)
  if (!report) throw underWay(found)
  return format === 'json'
    ? c.json(targetJson(report, Date.now()))
    : answerText(c, targetText(report, textOptions(c, Date.now())))
})

const noSuchRun = (target: string, id: string) =>
  new Problem('unknown-run', {
    detail: `${target} has no run ${id}; runs are kept for 30 days.`,
    mend: `GET /${target}/runs lists those there are`,
  })

const underWay = ({ id, startedAt }: RunRecord) =>
  new Problem('run-held', {
    detail: `${id} began at ${new Date(startedAt).toISOString()} and has not ended; if it crashed, its message comes again.`,
    mend: 'ask again in a minute',
  })
