import { z } from 'zod'
import type { NearDeploy } from '../incidents/announce.ts'
import { Announcement } from '../model/announcement.ts'
import { DeployVerdict } from '../model/deploy.ts'

/** How long announcements are kept after the time that they named, ms. */
export const ANNOUNCEMENTS_KEPT = 400 * 86_400_000

/**
 * The statement that writes an announcement, whose version is the one after what was read; the batch fails where another wrote it
 * meanwhile (isAnnouncementOvertaken).
 */
export const writeAnnouncement = (db: D1Database, announcement: Announcement): D1PreparedStatement =>
  db
    .prepare(
      `insert into announcements (id, target, n, version, state, at, announcement) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
       on conflict (id) do update set
         version = case when version = excluded.version - 1 then excluded.version end, state = excluded.state,
         at = excluded.at, announcement = excluded.announcement`,
    )
    .bind(
      announcement.id,
      announcement.target,
      announcement.n,
      announcement.version,
      announcement.state,
      announcement.at,
      JSON.stringify(announcement),
    )

/** Whether a batch failed since somebody else wrote the announcement meanwhile; nothing of it was written. */
export const isAnnouncementOvertaken = (error: unknown): boolean =>
  /constraint failed: announcements\./.test(String(error))

const announcementFrom = (row: Record<string, unknown>): Announcement =>
  Announcement.parse(JSON.parse(String(row.announcement)))

/** The number that a new announcement of a target gets. */
export async function nextAnnouncement(db: D1Database, target: string): Promise<number> {
  const row = await db.prepare('select max(n) as n from announcements where target = ?1').bind(target).first()
  return Number(row?.n ?? 0) + 1
}

/** One announcement; null: there is none of that name. */
export async function findAnnouncement(db: D1Database, id: string): Promise<Announcement | null> {
  const row = await db.prepare('select announcement from announcements where id = ?1').bind(id).first()
  return row && announcementFrom(row)
}

/** The announcements of a target, what begins last first. */
export async function listAnnouncements(db: D1Database, target: string, limit: number): Promise<Announcement[]> {
  const { results } = await db
    .prepare('select announcement from announcements where target = ?1 order by at desc, n desc limit ?2')
    .bind(target, limit)
    .all()
  return results.map(announcementFrom)
}

/** Announcements that are not over. */
export async function liveAnnouncements(db: D1Database): Promise<Announcement[]> {
  const { results } = await db
    .prepare(`select announcement from announcements where state in ('announced', 'started') order by target, n`)
    .all()
  return results.map(announcementFrom)
}

const Near = z.object({
  id: z.string(),
  begunAt: z.number(),
  endedAt: z.number().nullable(),
  verdict: DeployVerdict.nullable(),
})

/** The first deploy of a target of which a phase was told from `from` (ms) on; null: there is none yet. */
export async function deployFrom(db: D1Database, target: string, from: number): Promise<NearDeploy | null> {
  const row = await db
    .prepare(
      `select id, min(coalesce(before_asked, after_asked), coalesce(after_asked, before_asked)) as begunAt,
         after_ended as endedAt, json_extract(after_result, '$.verdict') as verdict
       from deploys where target = ?1 and max(coalesce(before_asked, 0), coalesce(after_asked, 0)) >= ?2
       order by at, n limit 1`,
    )
    .bind(target, from)
    .first()
  return row && Near.parse(row)
}

/** Deletes announcements whose time was before `before` (ms). */
export async function pruneAnnouncements(db: D1Database, before: number): Promise<void> {
  await db.prepare(`delete from announcements where at < ?1 and state in ('done', 'cancelled')`).bind(before).run()
}
