import { createRoute, z } from '@hono/zod-openapi'
import type { RunSummary } from '../model/report.ts'
import { listRuns } from '../store/runs.ts'
import type { RunRecord } from '../store/shapes.ts'
import { RunJson, runJson } from '../views/json.ts'
import { RUNS_SHOWN, RunsPage } from '../views/runs-page.tsx'
import { runsText } from '../views/text.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerPage, answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const route = createRoute({
  method: 'get',
  path: '/{target}/runs',
  summary: 'The runs of a target, the newest first; kept for 30 days',
  request: {
    params: TargetParam,
    query: z.object({ ...formatQuery(FORMATS), limit: z.coerce.number().int().min(1).max(1000).default(RUNS_SHOWN) }),
  },
  responses: responses({ description: 'Runs', schema: z.array(RunJson), formats: FORMATS }, [
    'wrong-parameter',
    'unknown-target',
    'unknown-format',
  ]),
})

/** GET /:target/runs */
export const runs = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const target = targetOf(c).name
  const now = Date.now()
  const summaries = (await listRuns(c.env.DB, target, c.req.valid('query').limit)).map(summary)
  if (format === 'html') return answerPage(c, <RunsPage target={target} runs={summaries} now={now} />)
  return format === 'json' ? c.json(summaries.map(runJson)) : answerText(c, runsText(summaries, textOptions(c, now)))
})

const summary = (run: RunRecord): RunSummary => ({
  id: run.id,
  target: run.target,
  suite: run.suite,
  trigger: run.trigger,
  scheduledAt: run.scheduledAt,
  startedAt: run.startedAt,
  finishedAt: run.endedAt,
  status: run.status ?? 'unknown',
  findings: run.findings ?? 0,
  unknowns: run.outcome?.unknowns.length ?? 0,
  ms: run.endedAt === null ? null : run.endedAt - run.startedAt,
})
