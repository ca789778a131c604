import { channelCalled } from '../env/channels.ts'
import { claimDue, markFailed, markSent, retryAt, type OutboxRow } from '../store/outbox.ts'
import { linksOf } from './links.ts'
import { sendLetter, type Fetch } from './send.ts'

export interface DeliverContext {
  env: Readonly<Record<string, unknown>> & { DB: D1Database }
  /** Clock, ms. */
  now(): number
  fetch?: Fetch
  /** From 0 to 1: spreads what is tried again. */
  random?: () => number
}

/** What became of what was due. */
export interface Delivered {
  sent: number
  failed: number
}

/** As many requests as a Worker has open at once (developers.cloudflare.com/workers/platform/limits: six). */
const AT_ONCE = 6

/** What one invocation sends at most; the next goes on. */
const MOST = 60

/**
 * Sends what is due in the outbox: claimed before, marked after, so that a crash sends it once more with the same key, and
 * never not at all. What cannot be sent is tried again later, or is a dead letter. @throws where the store cannot be reached
 */
export async function deliverDue(context: DeliverContext): Promise<Delivered> {
  const delivered: Delivered = { sent: 0, failed: 0 }
  while (delivered.sent + delivered.failed < MOST) {
    const rows = await claimDue(context.env.DB, context.now(), AT_ONCE)
    if (rows.length === 0) break
    const done = await Promise.all(rows.map((row) => deliver(context, row)))
    delivered.sent += done.filter(Boolean).length
    delivered.failed += done.filter((sent) => !sent).length
  }
  return delivered
}

/** Sends one row and notes what came of it; whether it was sent. */
async function deliver(context: DeliverContext, row: OutboxRow): Promise<boolean> {
  const { env, now, random = Math.random } = context
  const channel = channelCalled(env, row.channel)
  const failed = async (error: string, again: number | null) => {
    await markFailed(env.DB, row, { at: now(), error, retryAt: again })
    return false
  }
  const later = (retryAfter: number | null) =>
    retryAt(row.attempt, now(), { random: random(), retryAfter: retryAfter ?? 0 })
  // Once the setting is mended, it goes by itself.
  if (channel.fault !== null) return failed(`${channel.fault.reason} → ${channel.fault.mend}`, later(null))
  const links = await linksOf(env, row.notification, now())
  const letter = { notification: row.notification, links, thread: row.thread, now: now() }
  const outcome = await sendLetter(channel.way, letter, context.fetch)
  switch (outcome.outcome) {
    case 'sent':
      await markSent(env.DB, row, { at: now(), reply: outcome.reply })
      return true
    case 'again':
      return failed(outcome.why, later(outcome.after))
    case 'dead':
      return failed(`${outcome.why} → ${outcome.mend}`, null)
  }
}
