import { etag } from 'hono/etag'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { LIVE } from '../views/live.ts'
import { STYLE } from '../views/style.ts'
import { accept } from './accept.ts'
import { analytics } from './analytics.tsx'
import { announcements } from './announcements.tsx'
import { ask } from './ask.ts'
import { authorize } from './support/auth.ts'
import { backUp } from './back-up.ts'
import { backups } from './backups.tsx'
import { badge } from './badge.ts'
import { blueprintChangesShown } from './blueprint-changes.tsx'
import { blueprints } from './blueprints.ts'
import { channelTest } from './channel-test.ts'
import { channels } from './channels.ts'
import { checks } from './checks.tsx'
import { compare } from './compare.tsx'
import { deployPerformance } from './deploy-performance.tsx'
import { deploy } from './deploy.tsx'
import { deploys } from './deploys.tsx'
import { feed } from './feed.ts'
import { figures } from './figures.tsx'
import { finding } from './finding.tsx'
import { findings } from './findings.ts'
import { incident } from './incident.tsx'
import { incidentActs } from './incident-acts.tsx'
import { incidentDocument } from './incident-document.ts'
import { incidents, targetIncidents } from './incidents.tsx'
import { fleet } from './fleet.tsx'
import { gate } from './gate.ts'
import { targetHealth } from './health.ts'
import { healthz } from './healthz.ts'
import { openApiDocument } from './document.ts'
import { addHelp } from './help.ts'
import { hooks } from './hooks.ts'
import { journal } from './journal.tsx'
import { logicalBackup } from './logical-backup.ts'
import { metrics } from './metrics.ts'
import { migrations } from './migrations.ts'
import { outbox } from './outbox.tsx'
import { outboxRetry } from './outbox-retry.ts'
import { performance } from './performance.tsx'
import { performanceAsked } from './performance-asked.ts'
import { pin } from './pin.ts'
import { pinShown } from './pin-shown.tsx'
import { pins } from './pins.tsx'
import { answerProblem, Problem } from './support/problem.ts'
import { preflight } from './preflight.ts'
import { problems } from './support/problems.ts'
import { publicStatus } from './public-status.tsx'
import { publish } from './publish.ts'
import { router } from './support/router.ts'
import { run } from './run.ts'
import { runs } from './runs.tsx'
import { tellAfter } from './support/tell-after.ts'
import { target } from './target.tsx'
import { trends } from './trends.tsx'

const nothing = "'none'"

/** The front door: what holds for every request, then one router per path, the Worker's own before the targets'. */
export const app = router()

app.onError(answerProblem)
app.notFound((c) =>
  answerProblem(
    new Problem('unknown-path', {
      detail: `There is nothing at ${c.req.path}.`,
      mend: 'GET /openapi.json lists all paths',
    }),
    c,
  ),
)
app.use(
  requestId(),
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: [nothing],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
      imgSrc: ['data:'],
      baseUri: [nothing],
      // The page behind a signed link asks before it does what the link names.
      formAction: ["'self'"],
      frameAncestors: [nothing],
    },
  }),
  etag(),
  methodNotAllowed({
    app,
    onMethodNotAllowed: (c, methods) => {
      const allow = methods.join(', ')
      const text = { detail: `${c.req.path} takes ${allow}, not ${c.req.method}.`, mend: 'see GET /openapi.json' }
      return answerProblem(new Problem('wrong-method', text, { Allow: allow }), c)
    },
  }),
  authorize,
  async (c, next) => {
    await next()
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-cache')
  },
)

app.get('/style.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
app.get('/live.js', (c) => c.body(LIVE, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
app.openAPIRegistry.registerComponent('securitySchemes', 'write', {
  type: 'http',
  scheme: 'bearer',
  description: 'A token of PLUMBLINE_TOKEN.',
})
const ABOUT = {
  openapi: '3.1.0',
  info: {
    title: 'Plumbline',
    version: '0.1.0',
    description: 'Keeps a Supabase PostgreSQL database true to its Drizzle migrations.',
  },
}

app.get('/openapi.json', (c) => c.json(openApiDocument(app, ABOUT)))

app.use('/incidents/*', tellAfter)
app.use('/:target/runs', tellAfter)
app.use('/announcements/*', tellAfter)
app.use('/:target/announcements/*', tellAfter)
addHelp(app)

const acted = [incidents, incident, incidentActs, incidentDocument, targetIncidents, announcements]
const looks = [healthz, problems, checks, compare, fleet, target, findings, finding, accept, ask, runs, run, trends]
const kept = [journal, blueprints, blueprintChangesShown, publish, pins, pinShown, pin, preflight]
const saved = [backups, backUp, logicalBackup]
const told = [hooks, deploys, deploy, gate]
const counted = [analytics, publicStatus, figures]
const measured = [performance, performanceAsked, deployPerformance, migrations]
const notified = [channels, channelTest, outbox, outboxRetry, metrics, badge, feed, targetHealth]
for (const part of [...counted, ...notified, ...acted, ...looks, ...kept, ...saved, ...told, ...measured])
  app.route('/', part)
