import { z } from 'zod'

/** How long it is kept that a run died, ms. */
export const DEAD_RUNS_KEPT = 90 * 86_400_000

/** A run that broke at every try: nobody looked. Times in ms. */
export const DeadRun = z.object({
  /** The queue’s name of the message. */
  id: z.string(),
  /** '' where the message was none of ours. */
  target: z.string(),
  diedAt: z.number(),
  /** What was on the queue. */
  message: z.unknown(),
})
export type DeadRun = z.infer<typeof DeadRun>

/** Notes that a run died, once. */
export async function recordDeadRun(db: D1Database, { id, target, diedAt, message }: DeadRun): Promise<void> {
  await db
    .prepare('insert into dead_runs (id, target, died_at, message) values (?1, ?2, ?3, ?4) on conflict (id) do nothing')
    .bind(id, target, diedAt, JSON.stringify(message) ?? 'null')
    .run()
}

/** The runs that died since `since` (ms), newest first. */
export async function listDeadRuns(db: D1Database, since: number, limit: number): Promise<DeadRun[]> {
  const { results } = await db
    .prepare(
      `select id, target, died_at as diedAt, message from dead_runs where died_at >= ?1
       order by died_at desc, id limit ?2`,
    )
    .bind(since, limit)
    .all()
  return results.map((row) => DeadRun.parse({ ...row, message: JSON.parse(String(row.message)) }))
}

/** Deletes what died before `before` (ms). */
export async function pruneDeadRuns(db: D1Database, before: number): Promise<void> {
  await db.prepare('delete from dead_runs where died_at < ?1').bind(before).run()
}
