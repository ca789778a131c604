import type { Deploy } from '../model/deploy.ts'
import type { IncidentRecord } from '../model/incident-record.ts'
import type { SeenFinding } from '../model/report.ts'
import type { Span } from './charts/axis.ts'
import { deployHref, findingHref, incidentHref } from './navigation.ts'
import { shortName, standing, toneOf } from './words/deploys.ts'
import { incidentTitle } from './words/incidents.ts'
import { words } from './words.ts'

/** Something that happened at a moment, or lasted from one to another; times in ms. */
export interface TimelineEvent {
  from: number
  /** null: it still lasts; the same as `from`: it was a moment. */
  to: number | null
  /** The class that gives it its colour: a status, severity or verdict's tone. */
  tone: string
  /** What it is, in a line. */
  label: string
  href: string
}

/** Events of one sort; all lanes share one axis. */
export interface Lane {
  name: string
  events: TimelineEvent[]
}

/** How much of the past a target's page shows, ms. */
export const TIMELINE = 30 * 86_400_000

const HOUR = 3_600_000

/** What a timeline shows at `now` (ms): it moves on by the hour, so that a page that says nothing new stays the same. */
export const timelineSpan = (now: number): Span => {
  const to = Math.ceil(now / HOUR) * HOUR
  return { from: to - TIMELINE, to }
}

/** The deploys of a target as a lane: each from when it was told of to its verdict. */
export const deployLane = (deploys: readonly Deploy[]): Lane => ({
  name: 'Deploys',
  events: deploys.map((deploy) => {
    const { phase, word } = standing(deploy)
    const ended = deploy.after?.endedAt ?? deploy.before?.endedAt ?? deploy.at
    return {
      from: deploy.at,
      to: Math.max(ended, deploy.at),
      tone: toneOf[word],
      label: `Deploy ${shortName(deploy)}: ${phase === null ? 'pushed' : `${word} ${phase} the deploy`}`,
      href: deployHref(deploy.target, deploy.id),
    }
  }),
})

/** The episodes of a target's findings as a lane: each from its first sight until it was resolved. */
export const findingLane = (target: string, name: string, episodes: readonly SeenFinding[]): Lane => ({
  name,
  events: episodes.map(({ finding, firstSeen, resolvedAt }) => ({
    from: firstSeen,
    to: resolvedAt,
    tone: finding.severity,
    label: words(finding).title,
    href: findingHref(target, finding.key),
  })),
})

/** The incidents of a target as a lane: each from its first sight until it was over. */
export const incidentLane = (records: readonly IncidentRecord[]): Lane => ({
  name: 'Incidents',
  events: records.map((record) => ({
    from: record.incident.since,
    to: record.incident.resolvedAt,
    tone: record.incident.worst,
    label: `${record.id}: ${incidentTitle(record)}`,
    href: incidentHref(record.id),
  })),
})

/** Events in rows of which none overlaps another, as few as there can be: by their beginning, each in the first row that is free. */
export function rowsOf(events: readonly TimelineEvent[], least: number, end: number): TimelineEvent[][] {
  const rows: TimelineEvent[][] = []
  for (const event of events.toSorted((a, b) => a.from - b.from)) {
    const free = rows.find((row) => untilOf(row.at(-1), least, end) <= event.from)
    if (free === undefined) rows.push([event])
    else free.push(event)
  }
  return rows
}

/** Until when an event takes up room: what is too short to be seen is drawn as long as `least` (ms). */
export const untilOf = (event: TimelineEvent | undefined, least: number, end: number): number =>
  event === undefined ? -Infinity : Math.max(event.to ?? end, event.from + least)
