import { createRoute, z } from '@hono/zod-openapi'
import { cronHealth, type CronHealth } from '../run/cron-health.ts'
import { unwell, type Unwell } from '../run/incidents/alive.ts'
import { SCHEDULE } from '../run/schedule.ts'
import { readCrons } from '../store/crons.ts'
import { HEALTH_MEDIA, type HealthJson as Standard } from '../views/formats/health.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses } from './support/openapi.ts'
import { answerText } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'health']

const time = z.iso.datetime().nullable()
const HealthJson = z.object({
  status: z.enum(['pass', 'warn', 'fail']),
  crons: z.array(z.object({ suite: z.string(), cron: z.string(), firedAt: time, nextAt: time, missedSince: time })),
  deadRuns: z.number().int().describe('Runs that broke at every try, within a day: GET /outbox'),
  deadMessages: z.number().int().describe('Messages of channels where one was given up within a day: GET /outbox'),
})
type HealthJson = z.infer<typeof HealthJson>

const example: HealthJson = {
  status: 'pass',
  crons: [
    {
      suite: 'tick',
      cron: SCHEDULE.tick,
      firedAt: '2026-11-23T08:00:00.000Z',
      nextAt: '2026-11-23T08:05:00.000Z',
      missedSince: null,
    },
  ],
  deadRuns: 0,
  deadMessages: 0,
}

const route = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'The Worker itself: 503 where a cron trigger was missed, and since when',
  description: 'It warns where runs or messages were given up within a day.',
  request: { query: z.object(formatQuery(FORMATS)) },
  responses: responses({ description: 'Every cron came', schema: HealthJson, formats: FORMATS, example }, [
    'unknown-format',
  ]),
})

/** GET /healthz */
export const healthz = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const now = Date.now()
  const [records, lost] = await Promise.all([readCrons(c.env.DB, SCHEDULE, now), unwell(c.env.DB, now)])
  const crons = records.map((cron) => cronHealth(cron, now))
  const health = healthOf(crons, lost)
  const code = health.status === 'fail' ? 503 : 200
  if (format === 'health')
    return c.body(`${JSON.stringify(standard(health), null, 2)}\n`, code, { 'Content-Type': HEALTH_MEDIA })
  return format === 'json'
    ? c.json(health, code)
    : answerText(c, [health.status, ...crons.map(cronText), ...lostText(lost)].join('\n'), code)
})

const healthOf = (crons: readonly CronHealth[], { runs, messages }: Unwell): HealthJson => ({
  status: crons.some(({ missedSince }) => missedSince !== null) ? 'fail' : runs + messages > 0 ? 'warn' : 'pass',
  crons: crons.map(cronJson),
  deadRuns: runs,
  deadMessages: messages,
})

/** The same as application/health+json. */
const standard = ({ status, crons, deadRuns, deadMessages }: HealthJson): Standard => ({
  status,
  serviceId: 'plumbline',
  description: 'The monitor itself',
  checks: {
    ...Object.fromEntries(
      crons.map(({ suite, cron, firedAt, missedSince }) => [
        `cron:${suite}`,
        [
          {
            componentType: 'system',
            observedValue: firedAt ?? 'not yet',
            status: missedSince === null ? ('pass' as const) : ('fail' as const),
            ...(missedSince !== null && { output: `${cron} did not come since ${missedSince}` }),
          },
        ],
      ]),
    ),
    'runs:dead': [lostCheck(deadRuns)],
    'messages:dead': [lostCheck(deadMessages)],
  },
  links: {},
})

const lostCheck = (lost: number) => ({
  componentType: 'component',
  observedValue: lost,
  status: lost === 0 ? ('pass' as const) : ('warn' as const),
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

const lostText = ({ runs, messages }: Unwell): string[] => [
  ...(runs === 0 ? [] : [`runs    ${runs} broke at every try within a day: GET /outbox`]),
  ...(messages === 0 ? [] : [`messages ${messages} could not be sent to people: GET /outbox`]),
]
