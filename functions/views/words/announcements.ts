import type { Announcement } from '../../model/announcement.ts'
import { PLUMBLINE } from '../../model/commands.ts'
import { visible } from '../text/lines.ts'
import { count, list, stamp } from './text.ts'

/** How a migration is taken back where nobody said otherwise. */
export const USUAL_ROLLBACK = `A backup is made before it (plumbline migrate sees to that); ${PLUMBLINE} rollback undoes the last migrations by SQL that was proven, and docs/migrate.md has the way where data was lost.`

/** What is foretold of it, in sentences. */
export function foretoldText({ foretold: { verdict, risk, pending } }: Pick<Announcement, 'foretold'>): string {
  const what =
    verdict === null
      ? 'It was not foretold what it will do.'
      : `${count(pending.length, 'migration')} pending${pending.length === 0 ? '' : ` (${list(pending)})`}: ${VERDICTS[verdict]}.`
  return `${what} Risk: ${risk}.`
}

const VERDICTS = {
  go: 'nothing stands in the way',
  stop: 'it will fail as it is',
  unknown: 'not every statement could be foretold',
} as const

/** The paragraphs of a message: what was just told, when, what is foretold, how it is taken back. */
export function announcementBody(announcement: Announcement, said: string): string[] {
  const { target, at, by, rollback, foretold } = announcement
  return [
    said,
    `${target}, ${stamp(at)}, announced by ${by}.`,
    foretoldText(announcement),
    ...(foretold.reasons.length === 0 ? [] : [foretold.reasons.map((reason) => `- ${reason}`).join('\n')]),
    `Back: ${rollback ?? USUAL_ROLLBACK}`,
  ].map(visible)
}
