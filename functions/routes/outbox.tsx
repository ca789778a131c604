import { createRoute, z } from '@hono/zod-openapi'
import { DEAD_RUNS_KEPT, listDeadRuns } from '../store/dead-runs.ts'
import { listOutbox, OutboxState } from '../store/outbox.ts'
import { messageJson, OutboxJson, outboxText } from '../views/outbox.ts'
import { OutboxPage } from '../views/outbox-page.tsx'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, WRITES } from './support/openapi.ts'
import { answerPage, answerText, originOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const route = createRoute({
  method: 'get',
  path: '/outbox',
  summary: 'What could not be told to people, and why; with ?state= what waits, was sent, or all',
  description:
    'Needs the write token, since messages hold what people are told. Runs that broke at every try are among them.',
  security: WRITES,
  request: {
    query: z.object({
      ...formatQuery(FORMATS),
      state: OutboxState.or(z.literal('all')).default('dead'),
      limit: z.coerce.number().int().min(1).max(500).default(50),
    }),
  },
  responses: responses({ description: 'Messages', schema: OutboxJson, formats: FORMATS }, [
    'wrong-parameter',
    'unknown-format',
    'writes-disabled',
  ]),
})

/** GET /outbox */
export const outbox = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const now = Date.now()
  const { state, limit } = c.req.valid('query')
  const [rows, runs] = await Promise.all([
    listOutbox(c.env.DB, state, limit),
    listDeadRuns(c.env.DB, now - DEAD_RUNS_KEPT, limit),
  ])
  const shown: OutboxJson = {
    messages: rows.map(messageJson),
    deadRuns: runs.map((run) => ({ ...run, diedAt: new Date(run.diedAt).toISOString() })),
  }
  if (format === 'html')
    return answerPage(c, <OutboxPage outbox={shown} state={state} origin={originOf(c)} now={now} />)
  return format === 'json' ? c.json(shown) : answerText(c, outboxText(shown, textOptions(c, now)))
})
