import { createRoute, z } from '@hono/zod-openapi'
import { deliverDue } from '../notify/deliver.ts'
import { findMessage } from '../store/outbox-tally.ts'
import { reviveDead } from '../store/outbox.ts'
import { MessageJson, messageJson } from '../views/outbox.ts'
import { responses, WRITES } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { router } from './support/router.ts'

const route = createRoute({
  method: 'post',
  path: '/outbox/{id}/retry',
  summary: 'Tries a message again that was given up, and answers what became of it',
  security: WRITES,
  request: {
    params: z.object({
      id: z.coerce
        .number()
        .int()
        .min(1)
        .openapi({ param: { name: 'id', in: 'path' }, example: 17 }),
    }),
  },
  responses: responses({ description: 'The message as it stands after the try', schema: MessageJson }, [
    'wrong-parameter',
    'unknown-message',
    'not-dead',
    'writes-disabled',
  ]),
})

/** POST /outbox/:id/retry */
export const outboxRetry = router().openapi(route, async (c) => {
  const { id } = c.req.valid('param')
  const revived = await reviveDead(c.env.DB, id, Date.now())
  if (revived) await deliverDue({ env: c.env, now: Date.now })
  const message = await findMessage(c.env.DB, id)
  if (message === null)
    throw new Problem('unknown-message', {
      detail: `There is no message ${id}; messages are kept for 90 days.`,
      mend: 'GET /outbox lists those that were given up',
    })
  const shown = messageJson(message)
  if (revived) return c.json(shown)
  throw new Problem('not-dead', {
    detail: `Message ${id} was not given up: it is ${shown.state}.`,
    mend: shown.state === 'waiting' ? 'it is tried again by itself' : 'GET /outbox lists those that were given up',
  })
})
