import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expiryOf, stateOf } from '../../../functions/model/acceptance.ts'
import { pinCommand, publishCommand } from '../../../functions/model/commands.ts'
import { changesBetween, digestOf, hashPin, type PinContent } from '../../../functions/model/pin.ts'
import { allSamples } from '../views/samples.ts'

const NOW = Date.UTC(2026, 10, 23, 8)
const HOUR = 3_600_000
const DAY = 24 * HOUR

test.each([
  ['1h', HOUR],
  ['30d', 30 * DAY],
  ['8w', 56 * DAY],
  ['366d', 366 * DAY],
  ['2026-11-24', 16 * HOUR],
  ['2026-11-23T09:00:00Z', HOUR],
  ['2026-11-23T10:00:00+01:00', HOUR],
])('an acceptance may end %s', (text, length) => {
  expect(expiryOf(text, NOW)).toEqual({ until: NOW + length })
})

test.each([
  '',
  '30',
  'd',
  '-1d',
  '1.5d',
  '30D',
  '30 d',
  '1y',
  '2026-13-01',
  '2026-11-24T00:00',
  '0h',
  '367d',
  '999999d',
])('and may not end %j', (text) => {
  expect(expiryOf(text, NOW)).toEqual({ wrong: expect.any(String) })
})

test('whatever is said, an end is later than now and within a year', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,6}[hdw]$/), fc.date().map(String)), (text) => {
      const end = expiryOf(text, NOW)
      const fits = 'wrong' in end || (end.until > NOW && end.until <= NOW + 366 * DAY)
      expect(fits).toBe(true)
    }),
  )
})

describe('the state that is accepted', () => {
  test('is another for every finding', async () => {
    const states = await Promise.all(allSamples.map(stateOf))
    expect(new Set(states).size).toBe(allSamples.length)
  })

  test('is the same whatever the order of fields and the words of the mend, and another for anything else', async () => {
    for (const finding of allSamples) {
      const turned = Object.fromEntries(Object.entries(finding).toReversed()) as typeof finding
      expect(await stateOf({ ...turned, mend: ['select 1;'] } as typeof finding)).toBe(await stateOf(finding))
      const other = finding.severity === 'low' ? 'medium' : 'low'
      expect(await stateOf({ ...finding, severity: other })).not.toBe(await stateOf(finding))
    }
  })
})

const content = (values: Record<string, string>, catalog = 1): PinContent => ({
  format: 1,
  catalog,
  groups: [
    {
      kind: 'owner',
      schema: 'public',
      count: Object.keys(values).length,
      digest: '',
      facts: Object.entries(values).map(([key, value]) => ({ key, parent: null, value })),
    },
  ],
})

describe('a pin', () => {
  test('has what differs from another', () => {
    const keys = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('x', 'y'))
    fc.assert(
      fc.property(keys, keys, (before, after) => {
        const { added = [], changed = [], removed = [] } = changesBetween(content(before), content(after)) ?? {}
        const back = changesBetween(content(after), content(before))
        expect({
          added: back?.removed.toSorted(),
          changed: back?.changed.toSorted(),
          removed: back?.added.toSorted(),
        }).toEqual({ added: added.toSorted(), changed: changed.toSorted(), removed: removed.toSorted() })
        const same = Object.keys(after).filter((key) => before[key] === after[key])
        expect(same.length + added.length + changed.length).toBe(Object.keys(after).length)
      }),
    )
  })

  test('does not compare with one of another version of the catalog, nor with none', () => {
    expect(changesBetween(content({ a: 'x' }, 1), content({ a: 'y' }, 2))).toBeNull()
    expect(changesBetween(null, content({ a: 'y' }))).toBeNull()
  })

  test('has a name that is of its content alone', async () => {
    expect(await hashPin(content({ a: 'x' }))).toBe(await hashPin(structuredClone(content({ a: 'x' }))))
    const names = [content({ a: 'x' }), content({ a: 'y' }), content({ a: 'x' }, 2)].map(hashPin)
    expect(new Set(await Promise.all(names)).size).toBe(3)
  })

  test('has digests as PostgreSQL makes them', async () => {
    // select left(encode(sha256(convert_to(e'a\x1fx\x1eb\x1fü', 'UTF8')), 'hex'), 32)
    const facts = [
      { key: 'a', parent: null, value: 'x' },
      { key: 'b', parent: null, value: 'ü' },
    ]
    expect(await digestOf(facts)).toBe('4da9a44c6d0ba32210d940bc98dc375f')
    expect(await digestOf(facts)).not.toBe(await digestOf(facts.toReversed()))
  })
})

test('the commands name the target, or say where its name goes', () => {
  expect(publishCommand('shop')).toBe(
    'npm run -s plumbline -- blueprint publish --migrations ./drizzle --target shop --url "$PLUMBLINE_URL"',
  )
  expect(publishCommand()).toContain('--target NAME ')
  expect(pinCommand('shop')).toContain(' --target shop ')
  expect(pinCommand()).toContain(' --out .plumbline/pin.json ')
})
