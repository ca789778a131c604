import type { Announcement } from '../model/announcement.ts'

/** What is told of an announcement; `text` in one paragraph. */
export interface Telling {
  step: 'announced' | 'reminder' | 'started' | 'update' | 'done' | 'cancelled'
  by: string
  text: string
}

/** A step in the life of an announcement, and what is told with it. */
export interface AnnouncementStep {
  announcement: Announcement
  /** From 1, counted in the announcement: its key. */
  told: { number: number; telling: Telling }[]
}

/** The deploy of the target that is nearest to an announcement; times in ms. */
export interface NearDeploy {
  id: string
  begunAt: number
  endedAt: number | null
  verdict: 'go' | 'stop' | 'unknown' | null
}

const HOUR = 3_600_000

/** Hours before it begins at which people are reminded, and when its time has come. The guide: 24 to 48 hours ahead. */
export const REMINDERS = [48, 24, 0] as const

/** A migration that nobody told the beginning of within this time is not coming, ms. */
const GIVEN_UP = 24 * HOUR

/** Whoever tells by themselves that something happened. */
const ITSELF = 'plumbline'

/** Tells something of an announcement, and what becomes of it with that. */
export function tell(announcement: Announcement, telling: Telling, now: number): AnnouncementStep {
  const { step, by, text } = telling
  const number = announcement.messages + 1
  const over = step === 'done' || step === 'cancelled'
  const state = over || step === 'started' ? step : announcement.state
  return {
    announcement: {
      ...announcement,
      state,
      endedAt: over ? now : announcement.endedAt,
      messages: number,
      said: [...announcement.said, { at: now, step, by, text }],
    },
    told: [{ number, telling }],
  }
}

/**
 * What the passing of time means for an announcement that is not over: reminders, and what the deploys tell. Of several
 * reminders that are due only the nearest is sent. At most one message a tick.
 */
export function passTime(announcement: Announcement, deploy: NearDeploy | null, now: number): AnnouncementStep {
  const { state, at } = announcement
  const itself = (step: Telling['step'], text: string) => tell(announcement, { step, by: ITSELF, text }, now)
  if (state === 'started')
    return deploy?.endedAt == null ? { announcement, told: [] } : itself('done', verdictText(deploy))
  if (deploy !== null) return itself('started', `The deploy ${deploy.id} has begun.`)
  if (now - at >= GIVEN_UP) return itself('cancelled', 'Nobody told within a day that it had begun.')
  return reminded(announcement, now)
}

const verdictText = ({ id, verdict }: NearDeploy): string => {
  const words = { go: 'nothing is wrong', stop: 'something is wrong', unknown: 'not everything could be looked at' }
  return `The deploy ${id} is over: ${words[verdict ?? 'unknown']}.`
}

function reminded(announcement: Announcement, now: number): AnnouncementStep {
  const { at, announcedAt, reminded: before } = announcement
  const due = REMINDERS.filter(
    (hours) => !before.includes(hours) && now >= at - hours * HOUR && announcedAt < at - hours * HOUR,
  )
  const nearest = due.at(-1)
  if (nearest === undefined) return { announcement, told: [] }
  const text =
    nearest === 0 ? 'Its time has come.' : `It begins in ${Math.max(1, Math.round((at - now) / HOUR))} hours.`
  return tell({ ...announcement, reminded: [...before, ...due] }, { step: 'reminder', by: ITSELF, text }, now)
}
