import { z } from 'zod'
import { Notification, threadOf } from '../model/notification.ts'
import { fenced, NO_FENCE, type Fence } from './fence.ts'

/** A notification and the channels through which it goes. */
export interface Queued {
  notification: Notification
  channels: readonly string[]
}

/** A notification that is to be sent through one channel now. */
export interface OutboxRow {
  id: number
  channel: string
  /** From 1: how often it has been taken up. */
  attempt: number
  notification: Notification
  /** What the channel replied to the first message of the same incident or announcement; null: there was none yet. */
  thread: string | null
}

/** How long whoever claimed a row has for it before another may, ms: far beyond the time limit of a request. */
export const OUTBOX_LEASE = 120_000

/** How long what was sent, or given up, is kept, ms. */
export const OUTBOX_KEPT = 90 * 86_400_000

/**
 * The statements that put notifications in the outbox, for a batch with what causes them: both are kept, or neither. A key
 * that a channel has already is not queued again.
 */
export function queueStatements(
  db: D1Database,
  queued: readonly Queued[],
  now: number,
  fence: Fence = NO_FENCE,
): D1PreparedStatement[] {
  const rows = queued.flatMap(({ notification, channels }) =>
    channels.map((channel) => ({ channel, thread: threadOf(notification), at: now, notification })),
  )
  return fenced(db, fence, rows, QUEUE)
}

const QUEUE = (rows: string, condition: string) =>
  `insert into outbox (key, channel, thread, target, notification, queued_at, attempt, next_at)
   select json_extract(value, '$.notification.key'), json_extract(value, '$.channel'), json_extract(value, '$.thread'),
     json_extract(value, '$.notification.target'), json_extract(value, '$.notification'), json_extract(value, '$.at'), 0,
     json_extract(value, '$.at')
   from json_each(${rows}) where ${condition}
   on conflict (key, channel) do nothing`

/**
 * Takes up to `limit` rows that are due at `now` (ms), the oldest first; they come again after OUTBOX_LEASE unless they are
 * marked. What is told of one incident in one channel goes in its order: a row waits for those before it, unless they are
 * dead.
 */
export async function claimDue(db: D1Database, now: number, limit: number): Promise<OutboxRow[]> {
  // The plus keeps SQLite from going through all that was ever sent, in order: what is due is little.
  const { results } = await db
    .prepare(
      `update outbox set attempt = attempt + 1, next_at = ?1 + ?3
       where id in (
         select due.id from outbox due
         where due.sent_at is null and due.dead_at is null and due.next_at <= ?1
           and not exists (
             select 1 from outbox before where before.thread = due.thread and before.channel = due.channel
               and before.id < due.id and before.sent_at is null and before.dead_at is null)
         order by +due.id limit ?2)
       returning id, channel, attempt, notification, (
         select first.reply from outbox first where first.thread = outbox.thread and first.channel = outbox.channel
           and first.sent_at is not null and first.reply is not null order by first.id limit 1) as thread`,
    )
    .bind(now, limit, OUTBOX_LEASE)
    .all()
  return results.map(rowFrom).toSorted((a, b) => a.id - b.id)
}

const Row = z.object({
  id: z.number(),
  channel: z.string(),
  attempt: z.number(),
  notification: Notification,
  thread: z.string().nullable(),
})

const rowFrom = (row: Record<string, unknown>): OutboxRow =>
  Row.parse({ ...row, notification: JSON.parse(String(row.notification)) })

type Claimed = Pick<OutboxRow, 'id' | 'attempt'>

/** Notes that a channel took a row, and what it replied (JSON): also where the lease was over, since it was sent. */
export async function markSent(
  db: D1Database,
  { id }: Pick<OutboxRow, 'id'>,
  { at, reply }: { at: number; reply: string | null },
): Promise<void> {
  await db
    .prepare(
      `update outbox set sent_at = ?2, reply = ?3, last_error = null, dead_at = null where id = ?1 and sent_at is null`,
    )
    .bind(id, at, reply)
    .run()
}

/**
 * Notes why a row could not be sent, and when it is tried again (ms); `retryAt` null: never, it is a dead letter. Where
 * somebody else has taken the row up since, nothing changes.
 */
export async function markFailed(
  db: D1Database,
  { id, attempt }: Claimed,
  { at, error, retryAt }: { at: number; error: string; retryAt: number | null },
): Promise<void> {
  await db
    .prepare(
      `update outbox set last_error = ?3, next_at = coalesce(?4, next_at), dead_at = case when ?4 is null then ?5 end
       where id = ?1 and attempt = ?2 and sent_at is null`,
    )
    .bind(id, attempt, error.slice(0, MOST_SAID), retryAt, at)
    .run()
}

/** Of an error so much is kept. */
const MOST_SAID = 1000

/** After so many tries a row is a dead letter: with these pauses, after about six hours. */
export const MOST_TRIES = 12
const FIRST_PAUSE = 15_000
const LONGEST_PAUSE = 3_600_000

/**
 * When a row is tried again after its try number `attempt` failed at `now` (ms); null: never. The pause doubles each time,
 * and is a random part of it between half and all, so that rows which failed together do not come back together. Whoever was
 * told to wait (`retryAfter`, ms) waits at least so long.
 * @param random a number from 0 to 1
 */
export function retryAt(
  attempt: number,
  now: number,
  { random, retryAfter = 0 }: { random: number; retryAfter?: number },
): number | null {
  if (attempt >= MOST_TRIES) return null
  const pause = Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE)
  return now + Math.max(Math.round(pause * (0.5 + random / 2)), retryAfter)
}

/** What is in the outbox: waiting to be sent, sent, or given up. */
export const OutboxState = z.enum(['waiting', 'sent', 'dead'])
export type OutboxState = z.infer<typeof OutboxState>

const WHERE: Record<OutboxState | 'all', string> = {
  waiting: 'sent_at is null and dead_at is null',
  sent: 'sent_at is not null',
  dead: 'sent_at is null and dead_at is not null',
  all: 'true',
}

/** A row of the outbox as people see it; times in ms. */
export const OutboxRecord = z.object({
  id: z.number(),
  key: z.string(),
  channel: z.string(),
  target: z.string(),
  notification: Notification,
  queuedAt: z.number(),
  attempt: z.number(),
  nextAt: z.number(),
  sentAt: z.number().nullable(),
  deadAt: z.number().nullable(),
  lastError: z.string().nullable(),
})
export type OutboxRecord = z.infer<typeof OutboxRecord>

const COLUMNS = `id, key, channel, target, notification, queued_at as queuedAt, attempt, next_at as nextAt, sent_at as sentAt,
  dead_at as deadAt, last_error as lastError`

/** The newest rows of the outbox. */
export async function listOutbox(db: D1Database, state: OutboxState | 'all', limit: number): Promise<OutboxRecord[]> {
  const { results } = await db
    .prepare(`select ${COLUMNS} from outbox where ${WHERE[state]} order by id desc limit ?1`)
    .bind(limit)
    .all()
  return results.map((row) => OutboxRecord.parse({ ...row, notification: JSON.parse(String(row.notification)) }))
}

/** Has a dead letter tried again from `now` (ms) on, as if for the first time; false: there is none of that number. */
export async function reviveDead(db: D1Database, id: number, now: number): Promise<boolean> {
  const { meta } = await db
    .prepare(
      'update outbox set dead_at = null, attempt = 0, next_at = ?2 where id = ?1 and sent_at is null and dead_at is not null',
    )
    .bind(id, now)
    .run()
  return meta.changes > 0
}

/** Deletes what was sent or given up before `before` (ms). */
export async function pruneOutbox(db: D1Database, before: number): Promise<void> {
  await db.prepare('delete from outbox where coalesce(sent_at, dead_at) < ?1').bind(before).run()
}
