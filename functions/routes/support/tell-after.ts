import type { MiddlewareHandler } from 'hono'
import { deliverDue } from '../../notify/deliver.ts'
import type { App } from './app-env.ts'

/**
 * Sends what a request has put in the outbox, after its answer: people hear at once that somebody has it. What fails here
 * goes with the next tick.
 */
export const tellAfter: MiddlewareHandler<App> = async (c, next) => {
  await next()
  if (c.req.method !== 'POST' || !c.res.ok) return
  const sending = deliverDue({ env: c.env, now: Date.now }).catch((error: unknown) =>
    console.error('the outbox broke:', error),
  )
  c.executionCtx.waitUntil(sending)
}
