import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { analyticsOf } from '../analytics/analyse.ts'
import { settingsOf } from '../env.ts'
import { appliedOnDays, deploysCounted, driftEpisodes } from '../store/analytics.ts'
import type { Range } from '../store/episodes.ts'
import { analyticsCsv, analyticsJson, AnalyticsJson, analyticsText } from '../views/analytics.ts'
import { AnalyticsPage } from '../views/analytics-page.tsx'
import type { App } from './support/app-env.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerPage, answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html', 'csv']

const DAY = 86_400_000

/** Deploys are kept for so long. */
const LONGEST = 400

/** Twelve weeks unless a range is given. */
const USUAL = 84

const date = (what: string) =>
  z.string().optional().openapi({ format: 'date', description: what, example: '2026-11-23' })

const query = z.object({
  ...formatQuery(FORMATS),
  from: date(`The first day, UTC; ${USUAL} days before the last unless given`),
  to: date('The last day, UTC; today unless given'),
})

const answers = responses(
  { description: 'What was counted; durations in ms', schema: AnalyticsJson, formats: FORMATS },
  ['wrong-parameter', 'unknown-target', 'unknown-format'],
)

const all = createRoute({
  method: 'get',
  path: '/analytics',
  summary: 'How often targets drift, how fast that is noticed and mended, and what became of their migrations',
  request: { query },
  responses: answers,
})

const one = createRoute({
  method: 'get',
  path: '/{target}/analytics',
  summary: 'The analytics of one target',
  request: { params: TargetParam, query },
  responses: answers,
})

/** GET /analytics and GET /:target/analytics */
export const analytics = router()
  .openapi(all, (c) => answer(c, c.req.valid('query'), null))
  .openapi(one, (c) => answer(c, c.req.valid('query'), targetOf(c).name))

async function answer(c: Context<App>, asked: z.infer<typeof query>, target: string | null): Promise<Response> {
  const format = formatOf(c, FORMATS)
  const now = Date.now()
  const range = rangeOf(asked, now)
  const targets = target === null ? settingsOf(c.env).targets.map(({ name }) => name) : [target]
  const [episodes, deploys, days] = await Promise.all([
    driftEpisodes(c.env.DB, targets, range),
    deploysCounted(c.env.DB, targets, range),
    appliedOnDays(c.env.DB, targets, range),
  ])
  const counted = analyticsOf({ targets, range, episodes, deploys, days })
  switch (format) {
    case 'html':
      return answerPage(c, <AnalyticsPage analytics={counted} target={target} />)
    case 'csv':
      c.header('Content-Disposition', `inline; filename="plumbline-${target ?? 'all'}.csv"`)
      return c.body(analyticsCsv(counted), 200, { 'Content-Type': 'text/csv; charset=utf-8' })
    case 'json':
      return c.json(analyticsJson(counted))
    default:
      return answerText(c, analyticsText(counted, textOptions(c, now)))
  }
}

/** Whole days; @throws Problem where they are no days, in the wrong order, to come, or too many */
function rangeOf(asked: { from?: string | undefined; to?: string | undefined }, now: number): Range {
  const today = Math.floor(now / DAY) * DAY
  const to = dayOf('to', asked.to) ?? today
  const from = dayOf('from', asked.from) ?? to - (USUAL - 1) * DAY
  if (to > today) throw wrong('to lies in the future.', `leave it out for today, or give a day up to ${text(today)}`)
  if (from > to) throw wrong(`from (${text(from)}) is after to (${text(to)}).`, 'give the earlier day as from')
  if (to - from >= LONGEST * DAY)
    throw wrong(
      `${text(from)} to ${text(to)} is more than ${LONGEST} days, for which deploys are kept.`,
      `give from=${text(to - (LONGEST - 1) * DAY)} or later`,
    )
  return { from, to: to + DAY }
}

const text = (ms: number) => new Date(ms).toISOString().slice(0, 10)

function dayOf(name: string, value: string | undefined): number | null {
  if (value === undefined) return null
  const day = z.iso.date().safeParse(value)
  if (day.success) return Date.parse(`${day.data}T00:00:00Z`)
  throw wrong(`query ${name}: ${value} is no day.`, 'write it as 2026-11-23')
}

const wrong = (detail: string, mend: string) => new Problem('wrong-parameter', { detail, mend })
