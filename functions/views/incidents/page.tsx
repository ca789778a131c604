import type { FC } from 'hono/jsx'
import { MONITOR, type TimelineEntry } from '../../model/incident-record.ts'
import type { Told } from '../../model/told.ts'
import { Code, Mend } from '../mend.tsx'
import { findingHref, incidentHref, targetHref } from '../navigation.ts'
import { Page } from '../page.tsx'
import { Moment, Section, Status } from '../parts.tsx'
import { commandsOf } from '../text/incidents.ts'
import { visible } from '../text/lines.ts'
import { incidentTitle, standingOf, toneOfStage } from '../words/incidents.ts'
import { sentence } from '../words/text.ts'
import { entryText } from './entry.ts'
import type { IncidentShown } from './json.ts'

interface IncidentPageProps {
  shown: IncidentShown
  /** What was just done to it, in one sentence; null: nothing. */
  done: string | null
  /** The Worker's address, for commands. */
  origin: string
  /** ms */
  now: number
}

/** One incident: how it stands, its findings with what mends them, what happened, what can be done. */
export const IncidentPage: FC<IncidentPageProps> = ({ shown, done, origin, now }) => {
  const { record, timeline } = shown
  const { id, target, incident, told } = record
  const title = visible(incidentTitle(record))
  const over = incident.stage === 'resolved'
  const more = incident.findings.length - told.length
  return (
    <Page title={over ? `Resolved: ${title}` : title} status={toneOfStage(incident.stage)} path={pathOf(id, target)}>
      {done === null ? null : <p role="status">{visible(done)}</p>}
      <h1>{title}</h1>
      <p>
        <Status word={incident.severity} /> {over ? <Status word="resolved" /> : null}
      </p>
      <p>{visible(sentence(standingOf(record, now)))}.</p>
      <Section id="findings" title="Findings" aside={String(incident.findings.length)}>
        <ul class="rows">
          {told.map((one) => (
            <Line told={one} target={target} over={over} />
          ))}
        </ul>
        {more > 0 ? <p>And {more} more.</p> : null}
      </Section>
      <Timeline since={incident.since} timeline={timeline} now={now} />
      {over ? null : (
        <Section id="act" title="What can be done">
          <p>A message about this incident has links that do the same.</p>
          {commandsOf(origin, id).map(([what, command]) => (
            <>
              <h3>{sentence(what)}</h3>
              <Code text={command} />
            </>
          ))}
        </Section>
      )}
      <p>
        <a href={`${incidentHref(id)}?format=md`}>The document of this incident</a>, filled in as far as it is known
      </p>
    </Page>
  )
}

const pathOf = (id: string, target: string) => [
  ...(target === MONITOR ? [] : [{ name: target, href: targetHref(target) }]),
  { name: 'incidents', href: target === MONITOR ? incidentHref() : `${targetHref(target)}/incidents` },
  { name: id, href: incidentHref(id) },
]

/** What mended it once may do harm now. */
const Line: FC<{ told: Told; target: string; over: boolean }> = ({ told, target, over }) => (
  <li>
    <Status word={told.severity} />
    <div>
      <h3>
        {target === MONITOR ? visible(told.title) : <a href={findingHref(target, told.key)}>{visible(told.title)}</a>}
      </h3>
      {over || told.mend.length === 0 ? null : <Mend texts={told.mend} />}
    </div>
  </li>
)

const Timeline: FC<{ since: number; timeline: readonly TimelineEntry[]; now: number }> = ({ since, timeline, now }) => (
  <Section id="timeline" title="Timeline">
    <ul class="rows plain">
      <Point at={since} said="Seen first" now={now} />
      {timeline.map(({ at, entry }) => (
        <Point at={at} said={sentence(entryText(entry))} now={now} />
      ))}
    </ul>
  </Section>
)

const Point: FC<{ at: number; said: string; now: number }> = ({ at, said, now }) => (
  <li>
    <p>{said}</p>
    <p class="soft">
      <Moment at={at} now={now} />
    </p>
  </li>
)
