import { createRoute, z } from '@hono/zod-openapi'
import { cronHealth, type CronHealth } from '../run/health.ts'
import { SCHEDULE } from '../run/schedule.ts'
import { readCrons } from '../store/crons.ts'
import { formatOf, type Format } from './negotiate.ts'
import { formatQuery, responses } from './openapi.ts'
import { answerText } from './request.ts'
import { router } from './router.ts'

const FORMATS: Format[] = ['text', 'json']

const time = z.iso.datetime().nullable()
const HealthJson = z.object({
  status: z.enum(['pass', 'fail']),
  crons: z.array(z.object({ suite: z.string(), cron: z.string(), firedAt: time, nextAt: time, missedSince: time })),
})

const route = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'The Worker itself: 503 where a cron trigger was missed, and since when',
  request: { query: z.object(formatQuery(FORMATS)) },
  responses: responses({ description: 'Every cron came', schema: HealthJson, formats: FORMATS }, ['unknown-format']),
})

/** GET /healthz */
export const healthz = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const now = Date.now()
  const crons = (await readCrons(c.env.DB, SCHEDULE, now)).map((cron) => cronHealth(cron, now))
  const missed = crons.some(({ missedSince }) => missedSince !== null)
  const code = missed ? 503 : 200
  return format === 'json'
    ? c.json({ status: missed ? 'fail' : 'pass', crons: crons.map(cronJson) }, code)
    : answerText(c, [missed ? 'fail' : 'pass', ...crons.map(cronText)].join('\n'), code)
})

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

const cronJson = ({ firedAt, nextAt, missedSince, ...cron }: CronHealth) => ({
  ...cron,
  firedAt: iso(firedAt),
  nextAt: iso(nextAt),
  missedSince: iso(missedSince),
})

function cronText({ suite, cron, firedAt, nextAt, missedSince }: CronHealth): string {
  const state =
    missedSince === null
      ? `fired ${iso(firedAt) ?? 'not yet'}, next ${iso(nextAt) ?? 'never'}`
      : `MISSED since ${iso(missedSince)}, fired last ${iso(firedAt) ?? 'never'}: npx wrangler deploy registers it again`
  return `${suite.padEnd(7)} ${cron.padEnd(14)} ${state}`
}
