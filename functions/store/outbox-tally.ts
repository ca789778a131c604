import { z } from 'zod'
import { OutboxRecord } from './outbox.ts'

/** What a channel has of the outbox; times in ms. */
export const ChannelTally = z.object({
  channel: z.string(),
  waiting: z.number().int(),
  /** How many were given up. */
  dead: z.number().int(),
  sentAt: z.number().nullable(),
  diedAt: z.number().nullable(),
})
export type ChannelTally = z.infer<typeof ChannelTally>

/** What is waiting, was sent last and was given up, by channel. */
export async function tallyOutbox(db: D1Database): Promise<ChannelTally[]> {
  const { results } = await db
    .prepare(
      `select channel, sum(sent_at is null and dead_at is null) as waiting, sum(sent_at is null and dead_at is not null) as dead,
         max(sent_at) as sentAt, max(case when sent_at is null then dead_at end) as diedAt
       from outbox group by channel order by channel`,
    )
    .all()
  return z.array(ChannelTally).parse(results)
}

/** One row of the outbox; null: there is none of that number. */
export async function findMessage(db: D1Database, id: number): Promise<OutboxRecord | null> {
  const row = await db
    .prepare(
      `select id, key, channel, target, notification, queued_at as queuedAt, attempt, next_at as nextAt, sent_at as sentAt,
         dead_at as deadAt, last_error as lastError from outbox where id = ?1`,
    )
    .bind(id)
    .first()
  return row && OutboxRecord.parse({ ...row, notification: JSON.parse(String(row.notification)) })
}
