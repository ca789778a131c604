import { createRoute, z } from '@hono/zod-openapi'
import { listRunDays } from '../store/run-days.ts'
import { listDeploys } from '../store/deploys.ts'
import type { Range } from '../store/episodes.ts'
import { listSampled, runTimes } from '../store/figures.ts'
import { chartsOf, figuresJson, FiguresJson, figuresText } from '../views/figures.ts'
import { FiguresPage } from '../views/figures-page.tsx'
import { shortName } from '../views/words/deploys.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerPage, answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** The newest deploys, of which those of the time are marked. */
const MOST_DEPLOYS = 500

/** Runs of more days than this are read as days. */
const HOURLY = 7

const route = createRoute({
  method: 'get',
  path: '/{target}/figures',
  summary: 'Figures of a target over time: how long looks took, connections, size; deploys beside them',
  request: {
    params: TargetParam,
    query: z.object({
      ...formatQuery(FORMATS),
      days: z.coerce
        .number('must be a number of days')
        .int()
        .min(1)
        .max(400)
        .default(HOURLY)
        .openapi({ description: 'How many days back' }),
    }),
  },
  responses: responses({ description: 'Series', schema: FiguresJson, formats: FORMATS }, [
    'wrong-parameter',
    'unknown-target',
    'unknown-format',
  ]),
})

/** GET /:target/figures */
export const figures = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const { name } = targetOf(c)
  const { days } = c.req.valid('query')
  const now = Date.now()
  // By the hour, so that a page without news stays the same.
  const to = Math.ceil(now / HOUR) * HOUR
  const range = { from: to - days * DAY, to }
  const [times, sampled, deploys] = await Promise.all([
    timesOf(c.env.DB, name, range, days),
    listSampled(c.env.DB, name, range),
    listDeploys(c.env.DB, name, MOST_DEPLOYS),
  ])
  const marks = deploys
    .filter(({ at }) => at >= range.from)
    .map((deploy) => ({ at: deploy.at, label: `deploy ${shortName(deploy)}` }))
  const view = { target: name, ...range, charts: chartsOf(times, sampled), deploys: marks }
  if (format === 'html') return answerPage(c, <FiguresPage view={view} days={days} />)
  return format === 'json' ? c.json(figuresJson(view)) : answerText(c, figuresText(view, textOptions(c, now)))
})

async function timesOf(db: D1Database, target: string, range: Range, days: number) {
  if (days <= HOURLY) return runTimes(db, target, range, HOUR)
  const rows = await listRunDays(db, target, range)
  return rows.map(({ day, msMean, msMax }) => ({ at: day, mean: msMean, most: msMax }))
}
