import { XMLParser, XMLValidator } from 'fast-xml-parser'
import fc from 'fast-check'
import parsePrometheus from 'parse-prometheus-text-format'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { IncidentRecord } from '../../../functions/model/incident-record.ts'
import type { TargetReport } from '../../../functions/model/report.ts'
import { BadgeJson, badgeOf, badgeSvg } from '../../../functions/views/badge.ts'
import { jsonFeed, rssFeed } from '../../../functions/views/feed.ts'
import { HealthJson, healthJson } from '../../../functions/views/formats/health.ts'
import { nagiosText } from '../../../functions/views/formats/nagios.ts'
import { ndjson } from '../../../functions/views/formats/ndjson.ts'
import { exposition, targetMetrics } from '../../../functions/views/formats/prometheus.ts'
import { helpText } from '../../../functions/views/help.ts'
import { fleetText } from '../../../functions/views/text.ts'
import { allSamples, clean, never, NOW, report } from './samples.ts'

const every: TargetReport = {
  ...report,
  findings: allSamples.map((finding) => ({ finding, firstSeen: NOW, lastSeen: NOW, resolvedAt: null })),
}
const unreachable: TargetReport = {
  ...clean,
  status: 'unknown',
  unknowns: [{ key: 'connectivity:x', check: 'connectivity', subject: 'x', reason: 'it | is\ndown', mend: null }],
}
const partly: TargetReport = {
  ...clean,
  status: 'unknown',
  unknowns: [{ key: 'drift:x', check: 'drift', subject: 'x', reason: 'closed', mend: null }],
}

/** What a program would obey. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('a "b" \\ \n c', '| x=1', '<b>&amp;]]>', '\ud800', '\u0000\u202e', '{x="1"} 2'),
)

const samples = (reports: readonly TargetReport[]) =>
  new Map(parsePrometheus(exposition(targetMetrics(reports))).map(({ name, metrics }) => [name, metrics]))

const record = (title: string, resolvedAt: number | null = null): IncidentRecord => ({
  id: 'demo-1',
  target: 'demo',
  n: 1,
  version: 1,
  incident: {
    cause: 'drift',
    stage: resolvedAt === null ? 'open' : 'resolved',
    severity: 'high',
    worst: 'high',
    findings: ['drift:x'],
    since: NOW - 60_000,
    openedAt: NOW - 60_000,
    resolvedAt,
    streak: 0,
    acknowledged: null,
    snoozedUntil: null,
    clockFrom: NOW,
    owed: null,
    level: 1,
    reached: 1,
    pages: 1,
    pagedAt: NOW,
  },
  told: [{ key: 'drift:x', severity: 'high', title, mend: [] }],
})

const FEED = { origin: 'https://x.test', target: 'demo', now: NOW }
const rssOf = (...records: IncidentRecord[]) => rssFeed(records, FEED)

/** https://www.jsonfeed.org/version/1.1: what must be there, and nothing that the version has no word for. */
const JsonFeed = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string(),
  home_page_url: z.url(),
  feed_url: z.url(),
  description: z.string(),
  language: z.string().regex(/^[a-z]{2}(?:-[A-Za-z0-9]+)*$/),
  authors: z.array(z.strictObject({ name: z.string(), url: z.url() })).min(1),
  items: z.array(
    z.strictObject({
      id: z.string().min(1),
      url: z.url(),
      title: z.string(),
      content_text: z.string(),
      date_modified: z.iso.datetime(),
    }),
  ),
})

describe('Prometheus', () => {
  test('is read by a parser of others', () => {
    const read = samples([report, clean, never])
    expect(read.get('plumbline_findings')).toContainEqual({
      labels: { target: 'demo', environment: 'production', severity: 'high' },
      value: '2',
    })
    expect(
      read
        .get('plumbline_target_status')
        ?.filter(({ value }) => value === '1')
        .map(({ labels }) => labels),
    ).toEqual([
      { target: 'demo', environment: 'production', status: 'fail' },
      { target: 'staging', environment: 'production', status: 'pass' },
      { target: 'preview', environment: 'production', status: 'unknown' },
    ])
    expect(read.get('plumbline_migrations_applied')).toHaveLength(2)
  })

  test('what is not known has no figure', () => {
    expect(samples([never]).has('plumbline_last_run_timestamp_seconds')).toBe(false)
    expect(exposition([])).toBe('')
  })

  test('labels come back as they were, whatever is in them', () => {
    fc.assert(
      fc.property(anyText, (environment) => {
        const text = exposition(targetMetrics([{ ...clean, environment }]))
        for (const line of text.trimEnd().split('\n')) {
          expect(line).toMatch(
            /^(?:# (?:HELP|TYPE) .*|\w+\{(?:\w+="(?:[^"\\\n]|\\["\\n])*",?)*\} -?[\d.]+(?:e[+-]?\d+)?)$/,
          )
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('Nagios', () => {
  test('says in one line how it is, with performance data, then the gravest findings', () => {
    expect(nagiosText([report], NOW)).toMatchInlineSnapshot(`
      "PLUMBLINE CRITICAL - demo: 1 critical, 2 high, 1 info, 1 unknown (looked 3 min ago) | critical=1;;;0 high=2;;;0 medium=0;;;0 low=0;;;0 info=1;;;0 unknown=1;;;0
      critical: demo: Column links.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)
      high: demo: Journal row 10 (hash a1b2c3d4e5f6…) belongs to no migration file
      high: demo: Index links_workspace_id_idx is missing; 0006_workspaces made it
      info: demo: 1 migration is pending: 0009_subscriptions
      "
    `)
  })

  test.each([
    [clean, 'PLUMBLINE OK - '],
    [never, 'PLUMBLINE UNKNOWN - preview: never looked at'],
    [unreachable, 'PLUMBLINE UNKNOWN - '],
  ])('%#', (one, begins) => {
    expect(nagiosText([one], NOW).startsWith(begins)).toBe(true)
  })

  test('has one bar and no more than Nagios reads, whatever is in a name', () => {
    expect(nagiosText([], NOW)).toMatch(/^PLUMBLINE UNKNOWN - no target is configured \| critical=0;;;0 /)
    expect(nagiosText([every], NOW).length).toBeLessThanOrEqual(4001)
    fc.assert(
      fc.property(anyText, (target) => {
        const text = nagiosText([{ ...every, target }], NOW)
        expect(text.split('\n')[0]?.split('|')).toHaveLength(2)
        expect(text.split('|')).toHaveLength(2)
      }),
      { numRuns: 50 },
    )
  })
})

test('NDJSON has a line for each target, finding and unknown, each with its target', () => {
  const lines = ndjson([report, clean], NOW)
    .trimEnd()
    .split('\n')
    .map((line): { kind: string; target: string } => JSON.parse(line))
  expect(lines.map(({ kind, target }) => `${kind} ${target}`)).toEqual([
    'target demo',
    'finding demo',
    'finding demo',
    'finding demo',
    'finding demo',
    'unknown demo',
    'target staging',
  ])
})

describe('health+json', () => {
  test.each([
    [report, 'fail'],
    [clean, 'pass'],
    [never, 'fail'],
    [unreachable, 'fail'],
    [partly, 'warn'],
    [every, 'fail'],
  ])('%# is as the draft has it', (one, status) => {
    const health = healthJson(one, 'https://x.test')
    expect(HealthJson.parse(health)).toEqual(health)
    expect(health.status).toBe(status)
    expect('output' in health).toBe(status !== 'pass')
  })
})

describe('the badge', () => {
  test.each([
    [[clean], 'true to its migrations', 'brightgreen'],
    [[report], '1 critical, 2 high', 'red'],
    [[never], 'unknown', 'lightgrey'],
    [[clean, never], 'unknown', 'lightgrey'],
    [[], 'unknown', 'lightgrey'],
  ] as const)('%# in words', (reports, message, color) => {
    const badge = badgeOf(reports, 'demo')
    expect(BadgeJson.parse(badge)).toMatchObject({ message, color, isError: color === 'lightgrey' })
  })

  test('is well-formed, whatever it is called', () => {
    fc.assert(
      fc.property(anyText, (label) => {
        expect(XMLValidator.validate(badgeSvg({ label, message: '1 high', color: 'red' }))).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})

describe('the feed', () => {
  test('tells what opened and what is over, the newest first', () => {
    const feed = JsonFeed.parse(JSON.parse(jsonFeed([record('Index x is missing', NOW)], FEED)))
    expect(feed).toMatchObject({ language: 'en', feed_url: 'https://x.test/demo/feed.json' })
    expect(feed.items).toMatchObject([
      { id: 'https://x.test/incidents/demo-1#resolved', title: 'Resolved · demo · Index x is missing' },
      { id: 'https://x.test/incidents/demo-1#opened', title: 'High · demo · Index x is missing' },
    ])
  })

  test('is JSON Feed 1.1, whatever is in a title, which is plain text there', () => {
    expect(JsonFeed.parse(JSON.parse(jsonFeed([], FEED))).items).toEqual([])
    fc.assert(
      fc.property(anyText, (title) => {
        const [item] = JsonFeed.parse(JSON.parse(jsonFeed([record(title)], FEED))).items
        expect(item?.title.isWellFormed()).toBe(true)
      }),
      { numRuns: 50 },
    )
    expect(JsonFeed.parse(JSON.parse(jsonFeed([record('a <b> & c')], FEED))).items[0]).toMatchObject({
      title: 'High · demo · a <b> & c',
      content_text: 'Since 2026-03-01 11:59:00 UTC. high: a <b> & c',
    })
  })

  test('is RSS 2.0, whatever is in a title, and the same while nothing happens', () => {
    expect(rssOf()).toContain('<lastBuildDate>Sun, 01 Mar 2026 12:00:00 GMT</lastBuildDate>')
    fc.assert(
      fc.property(anyText, (title) => {
        const text = rssOf(record(title))
        expect(XMLValidator.validate(text)).toBe(true)
        const item = new XMLParser().parse(text).rss.channel.item
        expect(Object.keys(item).toSorted()).toEqual(['description', 'guid', 'link', 'pubDate', 'title'])
        // As HTML, which readers take it for, it has no tag.
        expect(String(item.title)).not.toMatch(/<\w/)
        expect(rssOf(record(title))).toBe(text)
      }),
      { numRuns: 50 },
    )
  })
})

test('help lists what reads and what writes', () => {
  const text = helpText(
    [
      { method: 'POST', path: '/{target}/runs', summary: 'Looks now' },
      { method: 'GET', path: '/{target}', summary: 'A target' },
    ],
    'https://x.test',
  )
  expect(text).toMatch(/READ\n {2}\/:target\n {6}A target\n\nWRITE .*\n {2}POST \/:target\/runs\n {6}Looks now\n/)
  expect(text.split('\n').every((line) => line.length <= 90)).toBe(true)
})

test('a terminal that is too narrow for the table has a block for each target', () => {
  const text = fleetText([report, clean, never], { now: NOW, width: 40, color: false })
  expect(text).toMatchInlineSnapshot(`
    "FAIL      demo · production · 1
              critical, 2 high +1, 1 unknown
              · looked 3 min ago · journal
              9/10 · restore proven: 3 d ago
    UNKNOWN   preview · production · never
              looked at · restore proven:
              never
    PASS      staging · production · none, 0
              unknown · looked 3 min ago ·
              journal 9/10 · restore proven:
              never
    "
  `)
  expect(text.split('\n').every((line) => line.length <= 40)).toBe(true)
})
