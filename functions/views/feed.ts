import { Feed } from 'feed'
import type { IncidentRecord } from '../model/incident-record.ts'
import { visible } from './text/lines.ts'
import { brief, sentence, stamp } from './words/text.ts'
import { incidentTitle } from './words/incidents.ts'

export interface FeedOptions {
  /** Address of the Worker. */
  origin: string
  /** The target; null: all of them. */
  target: string | null
  /** ms; when the feed last changed, where it holds nothing. */
  now: number
}

/**
 * Incidents as a feed: an entry for each that opened, and another when it was resolved, so that readers show both. The
 * library writes RSS 2.0 (https://www.rssboard.org/rss-specification) and JSON Feed (https://www.jsonfeed.org/version/1).
 */
export function incidentFeed(incidents: readonly IncidentRecord[], { origin, target, now }: FeedOptions): Feed {
  const place = target === null ? origin : `${origin}/${target}`
  const entries = incidents.flatMap(entriesOf).toSorted((a, b) => b.at - a.at)
  const feed = new Feed({
    id: `${place}/feed`,
    title: `Plumbline: incidents${target === null ? '' : ` of ${target}`}`,
    description: 'What opened, and what is over',
    link: place,
    language: 'en',
    updated: new Date(entries[0]?.at ?? now),
    generator: 'Plumbline',
    feedLinks: { rss: `${place}/feed.xml`, json: `${place}/feed.json` },
  })
  for (const { id, at, title, text, incident } of entries)
    feed.addItem({
      id: `${origin}/incidents/${encodeURIComponent(incident)}#${id}`,
      guid: `${origin}/incidents/${encodeURIComponent(incident)}#${id}`,
      link: `${origin}/incidents/${encodeURIComponent(incident)}`,
      title: safe(title),
      description: safe(text),
      date: new Date(at),
    })
  return feed
}

interface Entry {
  id: 'opened' | 'resolved'
  incident: string
  at: number
  title: string
  text: string
}

function entriesOf(record: IncidentRecord): Entry[] {
  const { id, target, incident, told } = record
  const { openedAt, resolvedAt, since, worst } = incident
  const title = brief(incidentTitle(record))
  const found = told.map((one) => `${one.severity}: ${brief(one.title)}`).join(' · ')
  const opened = {
    id: 'opened',
    incident: id,
    at: openedAt ?? since,
    title: `${sentence(worst)} · ${target} · ${title}`,
    text: `Since ${stamp(since)}. ${found}`,
  } as const
  if (resolvedAt === null) return [opened]
  const over = {
    id: 'resolved',
    incident: id,
    at: resolvedAt,
    title: `Resolved · ${target} · ${title}`,
    text: `From ${stamp(since)} to ${stamp(resolvedAt)}.`,
  } as const
  return [opened, over]
}

/** Readers take a title and a summary for HTML: no tag and no entity is one there. */
const safe = (text: string): string =>
  visible(text).toWellFormed().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
