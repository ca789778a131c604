import type { FC } from 'hono/jsx'
import type { Announcement } from '../model/announcement.ts'
import { TONES } from './announcements.ts'
import { targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { Moment, Status } from './parts.tsx'
import { visible } from './text/lines.ts'
import { foretoldText, USUAL_ROLLBACK } from './words/announcements.ts'

interface AnnouncementsPageProps {
  target: string
  announcements: readonly Announcement[]
  /** ms */
  now: number
}

/** The migrations of a target that were announced: what they will do, and how they went. */
export const AnnouncementsPage: FC<AnnouncementsPageProps> = ({ target, announcements, now }) => {
  const here = `${targetHref(target)}/announcements`
  const path = [
    { name: target, href: targetHref(target) },
    { name: 'announcements', href: here },
  ]
  return (
    <Page title={`${target}: announced migrations`} path={path}>
      <h1>Announced migrations of {target}</h1>
      {announcements.length === 0 ? <p>No migration was announced.</p> : null}
      <ul class="rows">
        {announcements.map((one) => (
          <Announced announcement={one} now={now} />
        ))}
      </ul>
    </Page>
  )
}

const Announced: FC<{ announcement: Announcement; now: number }> = ({ announcement, now }) => {
  const { id, state, title, at, by, foretold, rollback, said } = announcement
  return (
    <li>
      <Status word={TONES[state]} says={state} />
      <div>
        <h2 id={id}>{visible(title)}</h2>
        <p class="soft">
          {id} · <Moment at={at} now={now} /> · by {visible(by)}
        </p>
        <p>{visible(foretoldText(announcement))}</p>
        {foretold.reasons.length === 0 ? null : (
          <ul>
            {foretold.reasons.map((reason) => (
              <li>{visible(reason)}</li>
            ))}
          </ul>
        )}
        <p>The way back: {visible(rollback ?? USUAL_ROLLBACK)}</p>
        {said.map((one) => (
          <p>
            <Moment at={one.at} now={now} /> {one.step}, {visible(one.by)}: {visible(one.text)}
          </p>
        ))}
      </div>
    </li>
  )
}
