import { z } from 'zod'
import { Climb } from '../model/backup/outcome.ts'

/** How long requests and their answers are kept, and for how long a key means the same request, ms. */
export const REQUESTS_KEPT = 90 * 86_400_000

/** A request for a backup, as its row tells it; times in ms. */
export const BackupRequestRow = z.object({
  key: z.string(),
  /** Name of the restore point that belongs to it. */
  point: z.string(),
  begunAt: z.number(),
  /** When the restore point was last asked for; null: never. */
  askedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  climb: Climb.nullable(),
})
export type BackupRequestRow = z.infer<typeof BackupRequestRow>

/** Which request: the target, the key that its sender gave, and what was asked. */
export interface BackupAsked {
  target: string
  key: string
  /** SHA-256 of the request. */
  digest: string
  point: string
}

/**
 * claimed: it is ours to do · ended: it was done, with its answer · other: the key was used for another request · held: somebody
 * is at it until then (ms).
 */
export type BackupClaim =
  | { state: 'claimed'; attempt: number; askedAt: number | null; dispatchedAt: number | null; run: number | null }
  | { state: 'ended'; climb: Climb }
  | { state: 'other' }
  | { state: 'held'; until: number }

/** Takes a request up, unless it has ended, is another's, or somebody holds its lease. `now` and `lease` in ms. */
export async function claimBackup(
  db: D1Database,
  { target, key, digest, point }: BackupAsked,
  now: number,
  lease: number,
): Promise<BackupClaim> {
  const claimed = await db
    .prepare(
      `insert into backup_requests (target, key, digest, point, attempt, begun_at, lease_until)
       values (?1, ?2, ?3, ?4, 1, ?5, ?6)
       on conflict (target, key) do update set attempt = attempt + 1, lease_until = excluded.lease_until
       where ended_at is null and lease_until <= ?5 and digest = excluded.digest
       returning attempt, asked_at as askedAt, dispatched_at as dispatchedAt, dispatched_run as run`,
    )
    .bind(target, key, digest, point, now, now + lease)
    .first<{ attempt: number; askedAt: number | null; dispatchedAt: number | null; run: number | null }>()
  if (claimed) return { state: 'claimed', ...claimed }
  const row = await db
    .prepare('select digest, lease_until, climb from backup_requests where target = ?1 and key = ?2')
    .bind(target, key)
    .first<{ digest: string; lease_until: number; climb: string | null }>()
  if (row === null) throw new Error(`the request ${key} of ${target} is gone`)
  if (row.digest !== digest) return { state: 'other' }
  if (row.climb !== null) return { state: 'ended', climb: Climb.parse(JSON.parse(row.climb)) }
  return { state: 'held', until: row.lease_until }
}

/** Which attempt at a request: what an earlier one still has to say is refused. */
export interface BackupAttempt {
  target: string
  key: string
  attempt: number
}

const OURS = 'where target = ?1 and key = ?2 and attempt = ?3 and ended_at is null'

/** Sets columns of a request; their values are ?4 and on. false: it is no longer ours. */
async function write(db: D1Database, of: BackupAttempt, set: string, ...values: (number | string)[]): Promise<boolean> {
  const { meta } = await db
    .prepare(`update backup_requests set ${set} ${OURS}`)
    .bind(of.target, of.key, of.attempt, ...values)
    .run()
  return meta.changes > 0
}

/** Writes that the restore point is asked for now (ms), and holds the request for another lease. false: it is no longer ours. */
export const noteAsking = (db: D1Database, of: BackupAttempt, now: number, lease: number): Promise<boolean> =>
  write(db, of, 'asked_at = ?4, lease_until = ?5', now, now + lease)

/** Writes that the backup workflow is dispatched now (ms), and holds the request for another lease. false: it is no longer ours. */
export const noteDispatching = (db: D1Database, of: BackupAttempt, now: number, lease: number): Promise<boolean> =>
  write(db, of, 'dispatched_at = ?4, lease_until = ?5', now, now + lease)

/** Writes which run the workflow was dispatched as; 0: GitHub does not tell. false: the request is no longer ours. */
export const noteDispatched = (db: D1Database, of: BackupAttempt, run: number): Promise<boolean> =>
  write(db, of, 'dispatched_run = ?4', run)

/** Ends a request with its answer at `now` (ms). false: it is no longer ours. */
export const endBackup = (db: D1Database, of: BackupAttempt, climb: Climb, now: number): Promise<boolean> =>
  write(db, of, 'ended_at = ?4, climb = ?5', now, JSON.stringify(climb))

/** Gives a request back, so that it can be taken up at once. */
export async function releaseBackup(db: D1Database, of: BackupAttempt): Promise<void> {
  await write(db, of, 'lease_until = 0')
}

/** The requests of a target, the newest first. */
export async function listBackupRequests(db: D1Database, target: string, limit: number): Promise<BackupRequestRow[]> {
  const { results } = await db
    .prepare(
      `select key, point, begun_at as begunAt, asked_at as askedAt, ended_at as endedAt, climb from backup_requests
       where target = ?1 order by begun_at desc, key limit ?2`,
    )
    .bind(target, limit)
    .all()
  return results.map((row) =>
    BackupRequestRow.parse({ ...row, climb: typeof row.climb === 'string' ? JSON.parse(row.climb) : null }),
  )
}

/** Deletes requests that began before `before` (ms). */
export async function pruneBackupRequests(db: D1Database, before: number): Promise<void> {
  await db.prepare('delete from backup_requests where begun_at < ?1').bind(before).run()
}
