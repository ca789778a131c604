import { settingsOf, type Bindings, type Target } from '../../env.ts'
import { passTime, tell, type AnnouncementStep, type Telling } from '../../incidents/announce.ts'
import type { Announcement, AnnouncementRequest, ForetoldInShort } from '../../model/announcement.ts'
import { announceTo, type Alerting } from '../../model/incident-policy.ts'
import type { SentFolder } from '../../model/sent-folder.ts'
import { announcementNotification } from '../../notify/announcement.ts'
import { inShort, notForetold } from '../../preflight/in-short.ts'
import {
  deployFrom,
  findAnnouncement,
  isAnnouncementOvertaken,
  liveAnnouncements,
  nextAnnouncement,
  writeAnnouncement,
} from '../../store/announcements.ts'
import { writeTogether } from '../../store/fence.ts'
import { queueStatements } from '../../store/outbox.ts'
import { untilNotOvertaken } from './incidents.ts'
import { preflightOfTarget } from '../preflight/of-target.ts'

/** A deploy may begin so long before the time that was announced, ms. */
const EARLY = 3_600_000

/** Announces a migration of a target; with its migrations, also what it will do. Those of the target's policy are told. */
export async function announce(
  env: Bindings,
  target: Target,
  request: AnnouncementRequest,
  folder: SentFolder | null,
  now: number,
): Promise<Announcement> {
  const foretold = await foretoldOf(env, target, folder, now)
  return untilWritten(async () => {
    const n = await nextAnnouncement(env.DB, target.name)
    const fresh: Announcement = {
      id: `${target.name}-a${n}`,
      target: target.name,
      n,
      version: 0,
      state: 'announced',
      by: request.by,
      title: request.title,
      at: Date.parse(request.at),
      announcedAt: now,
      endedAt: null,
      rollback: request.rollback ?? null,
      foretold,
      reminded: [],
      messages: 0,
      said: [],
    }
    const telling = { step: 'announced', by: request.by, text: 'A migration is to come.' } as const
    return write(env.DB, tell(fresh, telling, now), target.alerting, now)
  })
}

async function foretoldOf(
  env: Bindings,
  target: Target,
  folder: SentFolder | null,
  now: number,
): Promise<ForetoldInShort> {
  if (folder === null) return notForetold('no migrations were sent')
  if (target.fault !== null) return notForetold(target.fault.reason)
  const done = await preflightOfTarget(env, target, folder, { role: null, lint: true, probe: null, now })
  return done.done ? inShort(done.preflight) : notForetold(done.failure.reason)
}

/** over: nothing changed · none: there is none of that name. */
export type Told = { state: 'done' | 'over'; announcement: Announcement } | { state: 'none' }

/** Tells something of an announcement. */
export const tellOf = (env: Bindings, id: string, telling: Telling, now: number): Promise<Told> =>
  untilWritten(async () => {
    const announcement = await findAnnouncement(env.DB, id)
    if (announcement === null) return { state: 'none' }
    const { state } = announcement
    const over = state === 'done' || state === 'cancelled' || (telling.step === 'started' && state === 'started')
    if (over) return { state: 'over', announcement }
    const alerting = alertingOf(env, announcement)
    return { state: 'done', announcement: await write(env.DB, tell(announcement, telling, now), alerting, now) }
  })

/** What a tick does for announcements: reminders, and what deploys tell. One query where there is none. */
export async function advanceAnnouncements(env: Bindings, now: number): Promise<void> {
  for (const { id } of await liveAnnouncements(env.DB))
    await untilWritten(async () => {
      const announcement = await findAnnouncement(env.DB, id)
      if (announcement === null || announcement.endedAt !== null) return
      const deploy = await deployFrom(env.DB, announcement.target, announcement.at - EARLY)
      const step = passTime(announcement, deploy, now)
      if (step.told.length > 0) await write(env.DB, step, alertingOf(env, announcement), now)
    })
}

const alertingOf = (env: Bindings, { target }: Pick<Announcement, 'target'>): Alerting => {
  const settings = settingsOf(env)
  return settings.targets.find(({ name }) => name === target)?.alerting ?? settings.alerting
}

const untilWritten = <T>(attempt: () => Promise<T>): Promise<T> => untilNotOvertaken(attempt, isAnnouncementOvertaken)

async function write(
  db: D1Database,
  { announcement, told }: AnnouncementStep,
  alerting: Alerting,
  now: number,
): Promise<Announcement> {
  const next = { ...announcement, version: announcement.version + 1 }
  const channels = announceTo(alerting)
  const queued = told.map((one) => ({ notification: announcementNotification(next, one, now), channels }))
  await writeTogether(db, [writeAnnouncement(db, next), ...queueStatements(db, queued, now)])
  return next
}
