import { z } from 'zod'
import { PerformanceSnapshot } from '../model/performance.ts'
import { Moment } from '../model/performance-verdict.ts'
import type { PerformanceDay } from '../model/performance-day.ts'
import { compressed, expanded } from './compress.ts'

/** The hours are kept whole for two days, and one to compare the first with. ms */
export const HOURS_KEPT = 50 * 3_600_000
/** ms */
export const DAYS_KEPT = 400 * 86_400_000
/** Deploys' snapshots serve until their last verdict, and a week to look into it. ms */
export const MOMENTS_KEPT = 8 * 86_400_000

/** What a snapshot was taken for: a moment of a deploy; null: the hour. */
export type TakenFor = { deploy: string; moment: Moment } | null

/** Keeps a snapshot; one of the same moment of the same deploy stays as it is. @returns when the one that is kept was taken, ms */
export async function keepSnapshot(
  db: D1Database,
  target: string,
  snapshot: PerformanceSnapshot,
  takenFor: TakenFor,
): Promise<number> {
  const { deploy, moment } = takenFor ?? { deploy: '', moment: '' }
  await db
    .prepare(
      `insert into performance_snapshots (target, deploy, moment, at, snapshot)
       select ?1, ?2, ?3, ?4, ?5
       where ?2 = '' or not exists (
         select 1 from performance_snapshots where target = ?1 and deploy = ?2 and moment = ?3
       )
       on conflict do nothing`,
    )
    .bind(target, deploy, moment, snapshot.at, await compressed(snapshot))
    .run()
  if (takenFor === null) return snapshot.at
  const kept = await db
    .prepare('select at from performance_snapshots where target = ?1 and deploy = ?2 and moment = ?3')
    .bind(target, deploy, moment)
    .first<{ at: number }>()
  return kept?.at ?? snapshot.at
}

const KeptRow = z.object({
  at: z.number(),
  moment: z.string().transform((moment) => (moment === '' ? null : Moment.parse(moment))),
})

/** When snapshots were taken: those of the hours, and of a deploy. */
export async function snapshotTimes(
  db: D1Database,
  target: string,
  deploy: string,
): Promise<{ at: number; moment: Moment | null }[]> {
  const { results } = await db
    .prepare(`select at, moment from performance_snapshots where target = ?1 and deploy in ('', ?2) order by at`)
    .bind(target, deploy)
    .all()
  return z.array(KeptRow).parse(results)
}

/** The snapshot of a moment (ms) of the hours or of a deploy; null: there is none, or it has another form. */
export async function snapshotAt(
  db: D1Database,
  target: string,
  deploy: string,
  at: number,
): Promise<PerformanceSnapshot | null> {
  return snapshotFrom(
    await db
      .prepare(
        `select snapshot from performance_snapshots where target = ?1 and deploy in ('', ?2) and at = ?3 limit 1`,
      )
      .bind(target, deploy, at)
      .first(),
  )
}

/** When the newest snapshot of the hours was taken, ms; null: none is kept. What is in it is not read. */
export async function newestHour(db: D1Database, target: string): Promise<number | null> {
  const row = await db
    .prepare(`select max(at) as at from performance_snapshots where target = ?1 and deploy = ''`)
    .bind(target)
    .first<{ at: number | null }>()
  return row?.at ?? null
}

/** The newest snapshots of the hours, newest first. */
export async function newestSnapshots(db: D1Database, target: string, limit: number): Promise<PerformanceSnapshot[]> {
  const { results } = await db
    .prepare(`select snapshot from performance_snapshots where target = ?1 and deploy = '' order by at desc limit ?2`)
    .bind(target, limit)
    .all()
  const snapshots = await Promise.all(results.map(snapshotFrom))
  return snapshots.filter((snapshot) => snapshot !== null)
}

const snapshotFrom = async (row: Record<string, unknown> | null): Promise<PerformanceSnapshot | null> =>
  row === null ? null : (PerformanceSnapshot.safeParse(await expanded(row.snapshot)).data ?? null)

/** Deletes snapshots that no verdict needs any more at `now` (ms), and days that are long past. */
export async function prunePerformance(db: D1Database, now: number): Promise<void> {
  await db.batch([
    db.prepare(`delete from performance_snapshots where deploy = '' and at < ?1`).bind(now - HOURS_KEPT),
    db.prepare(`delete from performance_snapshots where deploy <> '' and at < ?1`).bind(now - MOMENTS_KEPT),
    db.prepare('delete from performance_verdicts where at < ?1').bind(now - DAYS_KEPT),
    db.prepare('delete from performance_days where day < ?1').bind(now - DAYS_KEPT),
    db.prepare('delete from migration_times where at < ?1').bind(now - DAYS_KEPT),
  ])
}

/** Keeps what a day came to, again where it is known. */
export async function keepDay(db: D1Database, target: string, day: PerformanceDay): Promise<void> {
  await db
    .prepare(
      `insert into performance_days (target, day, figures) values (?1, ?2, ?3)
       on conflict (target, day) do update set figures = excluded.figures`,
    )
    .bind(target, day.day, JSON.stringify(day))
    .run()
}

/** The newest days of a target, newest first, unparsed. */
export async function listDays(db: D1Database, target: string, limit: number): Promise<unknown[]> {
  const { results } = await db
    .prepare('select figures from performance_days where target = ?1 order by day desc limit ?2')
    .bind(target, limit)
    .all<{ figures: string }>()
  return results.map(({ figures }) => JSON.parse(figures))
}
