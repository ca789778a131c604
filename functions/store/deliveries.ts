import { z } from 'zod'
import { HookAnswer } from '../model/hook-answer.ts'

/** How long deliveries are known again, ms: beyond the three days in which GitHub sends one again, by far. */
export const DELIVERIES_KEPT = 90 * 86_400_000

/** The names under which a delivery is known again. */
export interface DeliveryName {
  target: string
  sender: string
  delivery: string
  digest: string
}

/** The answer that a delivery was given before, under its name or with its content; null: it is new. */
export async function answerOf(db: D1Database, name: DeliveryName): Promise<HookAnswer | null> {
  const row = await db
    .prepare(
      'select answer from deliveries where target = ?1 and sender = ?2 and (delivery = ?3 or digest = ?4) limit 1',
    )
    .bind(name.target, name.sender, name.delivery, name.digest)
    .first<{ answer: string }>()
  return row && HookAnswer.parse(JSON.parse(row.answer))
}

/**
 * Keeps a delivery with its answer and what it changes, in one transaction. taken: the delivery, or a deploy that it
 * would have made, was kept by somebody else meanwhile; nothing was written.
 */
export async function keepDelivery(
  db: D1Database,
  name: DeliveryName,
  answer: HookAnswer,
  kept: { at: number; change: D1PreparedStatement[] },
): Promise<'kept' | 'taken'> {
  const insert = db
    .prepare(
      `insert into deliveries (target, sender, delivery, digest, event, received_at, answer)
       values (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
    )
    .bind(name.target, name.sender, name.delivery, name.digest, answer.event, kept.at, JSON.stringify(answer))
  try {
    await db.batch([insert, ...kept.change])
    return 'kept'
  } catch (error) {
    if (String(error).includes('UNIQUE constraint failed')) return 'taken'
    throw error
  }
}

/** A delivery that was kept; `at` in ms. */
export const DeliveryRecord = HookAnswer.extend({ at: z.number() })
export type DeliveryRecord = z.infer<typeof DeliveryRecord>

/** The newest deliveries for a target. */
export async function listDeliveries(db: D1Database, target: string, limit: number): Promise<DeliveryRecord[]> {
  const { results } = await db
    .prepare('select answer, received_at as at from deliveries where target = ?1 order by received_at desc limit ?2')
    .bind(target, limit)
    .all<{ answer: string; at: number }>()
  return results.map(({ answer, at }) => DeliveryRecord.parse({ ...JSON.parse(answer), at }))
}

/** Deliveries of a sender that were not believed: how many ever, and the last. */
export const RefusalRecord = z.object({
  sender: z.string(),
  refused: z.number().int(),
  lastAt: z.number(),
  reason: z.string(),
})
export type RefusalRecord = z.infer<typeof RefusalRecord>

/** Counts a delivery that was not believed; nothing of it is kept. */
export async function countRefusal(db: D1Database, target: string, sender: string, reason: string, now: number) {
  await db
    .prepare(
      `insert into refusals (target, sender, refused, last_at, reason) values (?1, ?2, 1, ?3, ?4)
       on conflict (target, sender) do update
       set refused = refused + 1, last_at = excluded.last_at, reason = excluded.reason`,
    )
    .bind(target, sender, now, reason)
    .run()
}

/** What was refused for a target, by sender. */
export async function listRefusals(db: D1Database, target: string): Promise<RefusalRecord[]> {
  const { results } = await db
    .prepare('select sender, refused, last_at as lastAt, reason from refusals where target = ?1 order by sender')
    .bind(target)
    .all()
  return z.array(RefusalRecord).parse(results)
}

/** Forgets deliveries that came before `before` (ms). */
export async function pruneDeliveries(db: D1Database, before: number): Promise<void> {
  await db.prepare('delete from deliveries where received_at < ?1').bind(before).run()
}
