import { z } from 'zod'
import { Announcement } from '../model/announcement.ts'
import { age } from './age.ts'
import { bodyWidth, dim, hang, shade, visible, wrap, type TextOptions } from './text/lines.ts'
import { foretoldText, USUAL_ROLLBACK } from './words/announcements.ts'
import { stamp } from './words/text.ts'

const Time = z.iso.datetime().describe('UTC, ISO 8601')

/** An announcement as clients see it. */
export const AnnouncementJson = Announcement.omit({
  n: true,
  version: true,
  messages: true,
  at: true,
  announcedAt: true,
  endedAt: true,
  rollback: true,
  said: true,
}).extend({
  at: Time.describe('When it begins'),
  announcedAt: Time,
  endedAt: Time.nullable(),
  rollback: z.string(),
  said: z.array(z.object({ at: Time, step: z.string(), by: z.string(), text: z.string() })),
})
export type AnnouncementJson = z.infer<typeof AnnouncementJson>

/** The announcements of a target. */
export const AnnouncementsJson = z.object({ announcements: z.array(AnnouncementJson) })

const iso = (ms: number) => new Date(ms).toISOString()

/** An announcement for clients. */
export const announcementJson = ({
  n: _n,
  version: _version,
  messages: _messages,
  ...announcement
}: Announcement): AnnouncementJson => ({
  ...announcement,
  at: iso(announcement.at),
  announcedAt: iso(announcement.announcedAt),
  endedAt: announcement.endedAt === null ? null : iso(announcement.endedAt),
  rollback: announcement.rollback ?? USUAL_ROLLBACK,
  said: announcement.said.map((one) => ({ ...one, at: iso(one.at) })),
})

/** How the state of an announcement is coloured: as which status or severity. */
export const TONES = { announced: 'info', started: 'warn', done: 'pass', cancelled: 'unknown' } as const

/** Announcements in full, as given. */
export function announcementsText(announcements: readonly Announcement[], options: TextOptions): string {
  if (announcements.length === 0) return 'No migration was announced.\n'
  return `${announcements.map((one) => announcementBlock(one, options).join('\n')).join('\n\n')}\n`
}

function announcementBlock(announcement: Announcement, options: TextOptions): string[] {
  const { id, state, title, target, at, by, rollback, foretold, said } = announcement
  const body = (text: string) => wrap(text, bodyWidth(options))
  const labelled = (label: string, text: string) => hang(label, body(text), dim(label, options))
  return [
    ...hang(state, body(title), shade(TONES[state], state, options)),
    ...hang('', body(`${id} · ${target} · ${stamp(at)} (${age(at, options.now)}) · by ${by}`)),
    ...labelled('foretold', foretoldText(announcement)),
    ...foretold.reasons.flatMap((reason) => hang('', body(`- ${reason}`))),
    ...labelled('back', rollback ?? USUAL_ROLLBACK),
    ...said.flatMap((one) => hang('', body(`${stamp(one.at)}  ${one.step}, ${visible(one.by)}: ${one.text}`))),
  ]
}
