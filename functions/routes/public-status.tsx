import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { settingsOf } from '../env.ts'
import { publicStatusOf, type PublicTarget } from '../env/public-status.ts'
import { listRunDays } from '../store/run-days.ts'
import {
  PUBLIC_DAYS,
  publicJson,
  PublicStatusJson,
  publicText,
  publicViews,
  type PublicSource,
} from '../views/public-status.ts'
import { PublicStatusPage } from '../views/public-status-page.tsx'
import type { App } from './support/app-env.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerPage, answerText, reportsOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const DAY = 86_400_000

const route = createRoute({
  method: 'get',
  path: '/status',
  summary:
    'For the public, where PUBLIC_STATUS is set: whether each target is operational, now and on the last 90 days',
  request: { query: z.object(formatQuery(FORMATS)) },
  responses: responses(
    { description: 'Nothing but names for the public and states', schema: PublicStatusJson, formats: FORMATS },
    ['unknown-path', 'unknown-format'],
  ),
})

/** GET /status, which needs no token. */
export const publicStatus = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const now = Date.now()
  const views = publicViews(await sourcesOf(c, shownTo(c), now), now)
  if (format === 'html') return answerPage(c, <PublicStatusPage views={views} now={now} />)
  return format === 'json' ? c.json(publicJson(views)) : answerText(c, publicText(views, textOptions(c, now)))
})

/** Which targets the public sees. @throws Problem where there is no such page, or its settings do not hold: the log says why */
function shownTo(c: Context<App>): PublicTarget[] {
  const shown = publicStatusOf(
    c.env,
    settingsOf(c.env).targets.map(({ name }) => name),
  )
  if (shown === null)
    throw new Problem('unknown-path', {
      detail: 'This Worker has no public status page.',
      mend: 'set [vars.PUBLIC_STATUS] in wrangler.toml and deploy',
    })
  if (!('reason' in shown)) return shown
  console.error(`${shown.reason}: ${shown.mend}`)
  throw new Problem('wrong-settings', { detail: 'PUBLIC_STATUS does not hold.', mend: 'npx wrangler tail says why' })
}

async function sourcesOf(c: Context<App>, shown: readonly PublicTarget[], now: number): Promise<PublicSource[]> {
  const targets = settingsOf(c.env).targets.filter(({ name }) => shown.some(({ target }) => target === name))
  const reports = new Map((await reportsOf(c, targets, now)).map((report) => [report.target, report.status]))
  const from = (Math.floor(now / DAY) - PUBLIC_DAYS + 1) * DAY
  return Promise.all(
    shown.map(async ({ target, name }) => ({
      name,
      status: reports.get(target) ?? 'unknown',
      days: await listRunDays(c.env.DB, target, { from, to: now + 1 }),
    })),
  )
}
