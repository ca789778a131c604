import { Feed } from 'feed'
import { z } from 'zod'
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

/** What of incidents is in a feed: an entry for each that opened, and another when it was resolved, so that readers show both. */
const entriesIn = (incidents: readonly IncidentRecord[]): Entry[] =>
  incidents.flatMap(entriesOf).toSorted((a, b) => b.at - a.at)

/** Incidents as RSS 2.0 (https://www.rssboard.org/rss-specification). */
export const rssFeed = (incidents: readonly IncidentRecord[], options: FeedOptions): string =>
  feedOf(entriesIn(incidents), options).rss2()

const JsonFeed1 = z.looseObject({
  items: z.array(z.object({ id: z.string(), url: z.string(), date_modified: z.string() })),
})

/** What a JSON Feed of ours has. */
export const JsonFeedJson = z.object({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string(),
  home_page_url: z.url(),
  feed_url: z.url(),
  description: z.string(),
  language: z.string(),
  authors: z.array(z.object({ name: z.string(), url: z.url() })),
  items: z.array(
    z.object({
      id: z.string(),
      url: z.url(),
      title: z.string(),
      content_text: z.string(),
      date_modified: z.iso.datetime(),
    }),
  ),
})

/**
 * Incidents as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1). The library writes version 1, with HTML; titles are plain
 * text there, and so is what we have to say.
 */
export function jsonFeed(incidents: readonly IncidentRecord[], options: FeedOptions): string {
  const entries = entriesIn(incidents)
  const { items, ...feed } = JsonFeed1.parse(JSON.parse(feedOf(entries, options).json1()))
  return JSON.stringify({
    ...feed,
    version: 'https://jsonfeed.org/version/1.1',
    language: LANGUAGE,
    authors: [{ name: 'Plumbline', url: options.origin }],
    items: items.map((item, i) => ({
      ...item,
      title: plain(entries[i]?.title),
      content_text: plain(entries[i]?.text),
    })),
  })
}

const plain = (text = '') => visible(text).toWellFormed()

const LANGUAGE = 'en'

function feedOf(entries: readonly Entry[], { origin, target, now }: FeedOptions): Feed {
  const place = target === null ? origin : `${origin}/${target}`
  const feed = new Feed({
    id: `${place}/feed`,
    title: `Plumbline: incidents${target === null ? '' : ` of ${target}`}`,
    description: 'What opened, and what is over',
    link: place,
    language: LANGUAGE,
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
