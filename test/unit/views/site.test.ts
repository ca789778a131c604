import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TargetReport } from '../../../functions/model/report.ts'
import { currentOf, pagesOf, SITE, targetIn } from '../../../functions/views/navigation.ts'
import { findingLane, rowsOf, untilOf, type TimelineEvent } from '../../../functions/views/timeline.ts'
import { truthsOf, type TruthSources } from '../../../functions/views/truths.ts'

const NOW = Date.UTC(2026, 10, 23)

const sources: TruthSources = {
  published: { hash: 'a'.repeat(64), tag: 'v7', publishedAt: NOW - 1000 },
  journal: 'drizzle.__drizzle_migrations',
  transport: 'read over postgres',
}

const report: TargetReport = {
  target: 'shop',
  environment: 'production',
  status: 'pass',
  at: NOW,
  run: { id: 'tick-1', suite: 'tick' },
  position: { index: 8, tag: '0008_b', of: 10, applied: 9 },
  blueprint: { hash: 'a'.repeat(64), tag: 'v7' },
  postgres: 'PostgreSQL 17.9',
  findings: [],
  unknowns: [],
  figures: null,
}

const seen = (firstSeen: number, accepted = false): TargetReport['findings'][number] => ({
  finding: { type: 'journal.empty', key: 'journal:empty', severity: 'high', table: 't', exists: false },
  firstSeen,
  lastSeen: NOW,
  resolvedAt: null,
  ...(accepted && { accepted: { who: 'ana', reason: 'so', at: NOW, until: null } }),
})

const extra = (firstSeen: number, accepted = false): TargetReport['findings'][number] => ({
  ...seen(firstSeen, accepted),
  finding: {
    type: 'drift.extra',
    key: 'drift:table:public.a',
    severity: 'high',
    fact: 'table:public.a',
    migration: null,
    follows: [],
    mend: [],
    target: 'table',
  },
})

const unknown = (check: 'connectivity' | 'drift' | 'snapshots' | 'supabase') => ({
  key: `${check}:x`,
  check,
  subject: 'x',
  reason: 'so',
  mend: null,
})

const words = (change: Partial<TargetReport>, from = sources) =>
  truthsOf({ ...report, ...change }, from).map(({ truth, agreement }) => `${truth} ${agreement}`)

describe('the truths of a target', () => {
  test('agree where everything was looked at and nothing found', () => {
    expect(words({})).toEqual(['files agrees', 'snapshots agrees', 'journal agrees', 'catalog agrees'])
    expect(truthsOf(report, sources).map(({ says }) => says)).toEqual([
      'version v7, 10 migrations',
      'what drizzle-kit generate goes on from',
      '9 of 10 applied, up to 0008_b',
      'PostgreSQL 17.9',
    ])
  })
  test('are wrong since the oldest finding that says so; what was accepted says nothing', () => {
    const [, , , catalog] = truthsOf({ ...report, findings: [extra(5), extra(3)] }, sources)
    expect(catalog).toMatchObject({ agreement: 'wrong', since: 3 })
    expect(words({ findings: [extra(5, true)] })[3]).toBe('catalog agrees')
    // No row of the journal yet is what a new database has: nothing is wrong.
    expect(words({ findings: [seen(5)] })[2]).toBe('journal agrees')
  })
  test.each([
    ['never looked', { at: null }, ['files unknown', 'snapshots unknown', 'journal unknown', 'catalog unknown']],
    ['no blueprint', { blueprint: null }, ['files unknown', 'snapshots unknown', 'journal unknown', 'catalog unknown']],
    [
      'out of reach',
      { unknowns: [unknown('connectivity')] },
      ['files agrees', 'snapshots agrees', 'journal unknown', 'catalog unknown'],
    ],
    [
      'a part unseen',
      { unknowns: [unknown('snapshots')], findings: [extra(1)] },
      ['files agrees', 'snapshots unknown', 'journal agrees', 'catalog wrong'],
    ],
  ] as const)('%s', (_, change, expected) => expect(words(change as Partial<TargetReport>)).toEqual(expected))
  test('the Supabase CLI’s history stands beside them where something is to be said of it', () =>
    expect(words({ unknowns: [unknown('supabase')] }).at(-1)).toBe('supabase unknown'))
  test('nothing was published', () =>
    expect(words({}, { ...sources, published: null }).slice(0, 2)).toEqual(['files unknown', 'snapshots unknown']))
})

describe('where a page belongs', () => {
  const shop = { name: 'shop', href: '/shop' }
  test.each([
    [[], null],
    [[shop], 'shop'],
    [[shop, { name: 'pins', href: '/shop/pins' }], 'shop'],
    [[{ name: 'checks', href: '/checks' }], null],
    [[{ name: 'a beside b', href: '/compare?from=a&to=b' }], null],
  ])('%j', (path, target) => expect(targetIn(path)).toBe(target))

  test('the longest link that leads there is the current one', () => {
    const pin = [shop, { name: 'pins', href: '/shop/pins' }, { name: 'a1', href: '/shop/pins/a1' }]
    expect(currentOf(pagesOf('shop'), pin)).toBe('/shop/pins')
    expect(currentOf(pagesOf('shop'), [shop])).toBe('/shop')
    expect(currentOf(SITE, [])).toBe('/')
    expect(currentOf(SITE, pin)).toBeNull()
  })
})

describe('a timeline', () => {
  const event = fc
    .record({
      from: fc.integer({ min: 0, max: 100 }),
      lasts: fc.option(fc.integer({ min: 0, max: 50 }), { nil: null }),
    })
    .map(({ from, lasts }): TimelineEvent => ({
      from,
      to: lasts === null ? null : from + lasts,
      tone: 'high',
      label: '',
      href: '',
    }))
  test('has every event once, and none over another', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const rows = rowsOf(events, 2, 200)
        expect(rows.flat().toSorted((a, b) => a.from - b.from)).toEqual(events.toSorted((a, b) => a.from - b.from))
        const gaps = rows.flatMap((row) => row.slice(1).map((one, n) => one.from - untilOf(row[n], 2, 200)))
        expect(gaps.every((gap) => gap >= 0)).toBe(true)
      }),
    )
  })
  test('shows a finding from its first sight on', () => {
    const [one] = findingLane('shop', 'Drift', [extra(7)]).events
    expect(one).toMatchObject({ from: 7, to: null, tone: 'high', href: '/shop/findings/drift%3Atable%3Apublic.a' })
  })
})
