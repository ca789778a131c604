import { createRoute, z } from '@hono/zod-openapi'
import { settingsOf } from '../env.ts'
import { cronHealth } from '../run/cron-health.ts'
import { SCHEDULE } from '../run/schedule.ts'
import { readCrons } from '../store/crons.ts'
import { listDeadRuns } from '../store/dead-runs.ts'
import { listIncidents } from '../store/incidents.ts'
import { tallyOutbox } from '../store/outbox-tally.ts'
import { exposition, PROMETHEUS_MEDIA, targetMetrics, type Metric } from '../views/formats/prometheus.ts'
import type { App } from './support/app-env.ts'
import type { Context } from 'hono'
import { reportsOf } from './support/request.ts'
import { router } from './support/router.ts'

/** Of runs that died so long ago the newest days tell, ms. */
const DAY = 86_400_000
/** More incidents than that are open nowhere. */
const MOST = 1000

const route = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'All targets and the monitor itself, for Prometheus',
  description:
    'In the text format 0.0.4. Where PLUMBLINE_READ_TOKEN is set, Prometheus sends it as bearer token (`authorization` of the scrape).',
  responses: {
    200: {
      description: 'Metrics',
      content: {
        [PROMETHEUS_MEDIA]: {
          schema: z.string(),
          example:
            '# HELP plumbline_unknowns What could not be looked at.\n# TYPE plumbline_unknowns gauge\nplumbline_unknowns{target="demo",environment="demo"} 0\n',
        },
      },
    },
  },
})

/** GET /metrics */
export const metrics = router().openapi(route, async (c) => {
  const now = Date.now()
  const reports = await reportsOf(c, settingsOf(c.env).targets, now)
  const text = exposition([...targetMetrics(reports), ...(await monitorMetrics(c, now))])
  return c.text(text, 200, { 'Content-Type': PROMETHEUS_MEDIA })
})

/** How the monitor itself is, and what it has to tell. */
async function monitorMetrics({ env: { DB } }: Context<App>, now: number): Promise<Metric[]> {
  const [crons, channels, runs, incidents] = await Promise.all([
    readCrons(DB, SCHEDULE, now),
    tallyOutbox(DB),
    listDeadRuns(DB, now - DAY, MOST),
    listIncidents(DB, null, 'open', MOST),
  ])
  const bySeverity = Map.groupBy(incidents, ({ target, incident }) => `${target} ${incident.severity}`)
  return [
    {
      name: 'plumbline_cron_missed',
      help: '1 where a cron trigger did not come when it was due.',
      samples: crons.map((cron) => ({
        labels: { suite: cron.suite },
        value: Number(cronHealth(cron, now).missedSince !== null),
      })),
    },
    {
      name: 'plumbline_messages',
      help: 'Messages to people that wait to be sent, or were given up.',
      samples: channels.flatMap(({ channel, waiting, dead }) => [
        { labels: { channel, state: 'waiting' }, value: waiting },
        { labels: { channel, state: 'dead' }, value: dead },
      ]),
    },
    {
      name: 'plumbline_dead_runs',
      help: 'Runs that broke at every try, within a day.',
      samples: [{ labels: {}, value: runs.length }],
    },
    {
      name: 'plumbline_incidents',
      help: 'Incidents that are open.',
      samples: [...bySeverity.values()].map((same) => ({
        labels: { target: same[0]?.target ?? '', severity: same[0]?.incident.severity ?? '' },
        value: same.length,
      })),
    },
  ]
}
