import { z } from 'zod'

/** A cron trigger as the store knows it; times in ms. */
export const CronRecord = z.object({
  suite: z.string(),
  cron: z.string(),
  /** When it was first known: nothing was due before. */
  since: z.number(),
  /** The newest due time at which it fired; null: not yet. */
  firedAt: z.number().nullable(),
})
export type CronRecord = z.infer<typeof CronRecord>

/** Notes that a cron fired at its due time `at` (ms) and its messages are on the queue. */
export async function recordFired(db: D1Database, suite: string, cron: string, at: number): Promise<void> {
  await db
    .prepare(
      `insert into crons (suite, cron, since, fired_at) values (?1, ?2, ?3, ?3)
       on conflict (suite) do update
       set cron = excluded.cron, fired_at = max(coalesce(fired_at, 0), excluded.fired_at)`,
    )
    .bind(suite, cron, at)
    .run()
}

/** The crons of a schedule. One that is new, or has another expression than before, is known from `now` on. */
export async function readCrons(
  db: D1Database,
  schedule: Readonly<Record<string, string>>,
  now: number,
): Promise<CronRecord[]> {
  const known = await selectCrons(db)
  const fresh = Object.entries(schedule).filter(
    ([suite, cron]) => !known.some((row) => row.suite === suite && row.cron === cron),
  )
  if (fresh.length === 0) return known
  await db.batch(
    fresh.map(([suite, cron]) =>
      db
        .prepare(
          `insert into crons (suite, cron, since) values (?1, ?2, ?3)
           on conflict (suite) do update set cron = excluded.cron, since = excluded.since, fired_at = null`,
        )
        .bind(suite, cron, now),
    ),
  )
  return selectCrons(db)
}

async function selectCrons(db: D1Database): Promise<CronRecord[]> {
  const { results } = await db.prepare('select suite, cron, since, fired_at as firedAt from crons order by suite').all()
  return z.array(CronRecord).parse(results)
}
