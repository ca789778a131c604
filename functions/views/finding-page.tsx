import type { Child, FC } from 'hono/jsx'
import { lookCommand } from '../model/commands.ts'
import type { Finding } from '../model/finding.ts'
import type { SeenFinding } from '../model/report.ts'
import { AcceptanceSection } from './acceptance.tsx'
import { Code, Mend } from './mend.tsx'
import { findingHref, targetHref } from './navigation.ts'
import { Page } from './page.tsx'
import { Facts, Moment, Section, Status } from './parts.tsx'
import { Sides } from './sides.tsx'
import { visible } from './text/lines.ts'
import { words } from './words.ts'
import { appearedText, whoText } from './words/cause.ts'
import { list, subject } from './words/text.ts'
import { TRUTHS, truthOf } from './words/truth.ts'

interface FindingPageProps {
  target: string
  /** The episode that is shown in full: the newest. */
  seen: SeenFinding
  /** Earlier episodes, newest first. */
  earlier: readonly SeenFinding[]
  /** The Worker's address, for commands. */
  origin: string
  /** ms */
  now: number
}

/** One finding: what, why, since when, from which migration, and what mends it. */
export const FindingPage: FC<FindingPageProps> = ({ target, seen, earlier, origin, now }) => {
  const { finding, resolvedAt, accepted } = seen
  const { mend, ...said } = words(finding)
  const [title, what, why] = [visible(said.title), visible(said.what), visible(said.why)]
  const path = [
    { name: target, href: targetHref(target) },
    { name: 'finding', href: findingHref(target, finding.key) },
  ]
  return (
    <Page title={resolvedAt === null ? title : `Resolved: ${title}`} path={path}>
      <h1>{title}</h1>
      <p>
        <Status word={finding.severity} /> {resolvedAt === null ? null : <Status word="resolved" />}{' '}
        {accepted === undefined ? null : <Status word="accepted" />}
      </p>
      <p>{what}</p>
      <p>{why}</p>
      <Section id="mend" title="What mends it">
        {/* What mended it once may do harm now. */}
        {resolvedAt !== null || mend.length === 0 ? (
          <p>Nothing needs to be done.</p>
        ) : (
          <>
            <Mend texts={mend} />
            <p>The next run sees that it is gone. To have the target looked at now:</p>
            <Code text={lookCommand(origin, target)} />
          </>
        )}
      </Section>
      <Sides finding={finding} />
      <AcceptanceSection target={target} seen={seen} origin={origin} now={now} />
      <Follows finding={finding} />
      <Section id="history" title="History">
        <Facts rows={historyOf(seen, now)} />
      </Section>
      <Earlier episodes={earlier} now={now} />
    </Page>
  )
}

function historyOf({ finding, firstSeen, lastSeen, resolvedAt }: SeenFinding, now: number): [string, Child][] {
  const migration = migrationOf(finding)
  const appeared = appearedText('appeared' in finding ? finding.appeared : undefined)
  const who = whoText('who' in finding ? finding.who : undefined)
  const truth = truthOf(finding)
  return [
    ['Since', <Moment at={firstSeen} now={now} />],
    [resolvedAt === null ? 'Last seen' : 'Resolved', <Moment at={resolvedAt ?? lastSeen} now={now} />],
    ...(appeared === '' ? [] : [['Came', appeared] satisfies [string, Child]]),
    ...(who === '' ? [] : [['By', visible(who)] satisfies [string, Child]]),
    ...(migration === null ? [] : [['Migration', migration] satisfies [string, Child]]),
    ...(truth === null ? [] : [['Wrong', TRUTHS[truth]] satisfies [string, Child]]),
    ['Key', <code>{visible(finding.key)}</code>],
  ]
}

/** What is wrong because of it, and no finding of its own; absent where the words have listed all of it. */
const Follows: FC<{ finding: Finding }> = ({ finding }) => {
  const names = 'follows' in finding ? finding.follows.map((key) => visible(subject(key))) : []
  return list(names) === list(names, names.length) ? null : (
    <Section id="follows" title="With it" aside={String(names.length)}>
      <ul>
        {names.map((name) => (
          <li>{name}</li>
        ))}
      </ul>
    </Section>
  )
}

const Earlier: FC<{ episodes: readonly SeenFinding[]; now: number }> = ({ episodes, now }) =>
  episodes.length === 0 ? null : (
    <Section id="earlier" title="Earlier episodes">
      <ul>
        {episodes.map(({ firstSeen, resolvedAt }) => (
          <li>
            from <Moment at={firstSeen} now={now} />
            {resolvedAt === null ? null : [' to ', <Moment at={resolvedAt} now={now} />]}
          </li>
        ))}
      </ul>
    </Section>
  )

/** Tag of the migration that a finding is about; null where it is about none. */
function migrationOf(finding: Finding): string | null {
  if ('migration' in finding) return finding.migration
  return 'tag' in finding ? finding.tag : null
}
