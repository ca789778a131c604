import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aftermath } from '../../../functions/journal/drizzle/aftermath.ts'
import { predict, type PredictionInput } from '../../../functions/journal/drizzle/predict.ts'
import { flavourOf, FlavourName } from '../../../functions/model/flavour.ts'
import type { Entry } from '../../../functions/model/prediction.ts'
import { verdictText } from '../../../functions/views/words/verdict.ts'
import { hashOf, HOUR, migration, named, read, row, T0 } from './build.ts'

const a = migration('0000_a', 0)
const b = migration('0001_b', 1)
const c = migration('0002_c', 2)
const f = migration('20260101000000_f', 0)
const g = migration('20260101010000_g', 1)
const failing: Entry = { ...b, fails: 'division by zero' }

const verdicts = (input: Partial<PredictionInput>) =>
  predict({ flavour: '0.x', layout: 'journal', entries: [a, b, c], rows: read(), ...input }).verdicts.map(
    ({ verdict }) => verdict,
  )

test.each([
  ['0.29.5', false, '0.x'],
  ['0.45.4', true, '0.x-neon-http'],
  ['1.0.0-beta.1', false, '0.x'],
  ['1.0.0-beta.2-01787d6', false, '1.0-beta.2'],
  ['1.0.0-beta.10', true, '1.0-beta.2-neon-http'],
  ['1.0.0-beta.11', false, '1.0-beta.11'],
  ['1.0.0-beta.21', false, '1.0'],
  ['1.0.0-rc.4', true, '1.0-neon-http'],
  ['1.0.0-rc.5', true, '1.0'],
  ['1.0.0', true, '1.0'],
  ['1.2.3', false, '1.0'],
  ['latest', false, null],
])('drizzle-orm %s (neon-http: %s) is of flavour %s', (version, neonHttp, flavour) => {
  expect(flavourOf(version, neonHttp)).toBe(flavour)
})

describe('verdicts', () => {
  const equal = { ...c, when: b.when }
  const cases: [string, Partial<PredictionInput>, string[]][] = [
    ['no table', { rows: { state: 'absent' } }, ['applies', 'applies', 'applies']],
    [
      'equal to the newest',
      { entries: [a, b, equal], rows: read(row(1, a), row(2, b)) },
      ['applied', 'applied', 'skipped'],
    ],
    ['a NULL stamp', { rows: read(row(1, a, { createdAt: null })) }, ['again', 'applies', 'applies']],
    ['a missing file', { entries: [a, { ...b, hash: null }], rows: read(row(1, a)) }, ['applied', 'fails']],
    [
      'a table without created_at',
      { rows: { state: 'read', named: false, columns: ['id', 'hash'], rows: [] } },
      ['fails', 'fails', 'fails'],
    ],
    ['0.x before folders', { layout: 'folders', entries: [f], rows: read() }, ['fails']],
    ['1.0 before a journal', { flavour: '1.0', rows: named(row(1, a)) }, ['applied', 'fails', 'fails']],
    [
      '1.0: by name alone',
      { flavour: '1.0', layout: 'folders', entries: [f, g], rows: named(row(1, g, { name: g.tag })) },
      ['applies', 'applied'],
    ],
    [
      '1.0: a row that no folder explains',
      {
        flavour: '1.0',
        layout: 'folders',
        entries: [f],
        rows: read({ ...row(1, f), hash: hashOf('x'), createdAt: 1 }),
      },
      ['fails'],
    ],
    [
      'by stamps: two of one second',
      { flavour: '1.0-beta.11', layout: 'folders', entries: [f, { ...g, when: f.when }], rows: read(row(1, f)) },
      ['applied', 'skipped'],
    ],
    [
      'a folder without a date',
      { flavour: '1.0', layout: 'folders', entries: [f, { ...g, when: NaN }], rows: named() },
      ['fails', 'fails'],
    ],
    ['one transaction: all is undone', { entries: [a, failing, c] }, ['fails', 'fails', 'fails']],
  ]
  test.each(cases)('%s', (_, input, told) => {
    expect(verdicts(input)).toEqual(told)
  })
})

const left = (flavour: FlavourName, entries: Entry[]) => {
  const { ran, recorded, partly } = aftermath(predict({ flavour, layout: 'journal', entries, rows: read() }), entries)
  return { ran, recorded, partly }
}

test('what a failure leaves, with and without a transaction, and after a COMMIT', () => {
  expect(left('0.x', [a, failing, c])).toEqual({ ran: [], recorded: [], partly: null })
  expect(left('0.x-neon-http', [a, failing, c])).toEqual({ ran: [0], recorded: [], partly: 1 })
  expect(left('0.x', [{ ...a, commits: true }, failing, c])).toEqual({ ran: [0], recorded: [0], partly: 1 })
  const told = predict({ flavour: '0.x-neon-http', layout: 'journal', entries: [a, failing, c], rows: read() })
  expect(told.verdicts.map(verdictText)).toEqual([
    'it runs, but no row says so, since 0001_b fails',
    'division by zero',
    '0001_b fails before it',
  ])
})

const when = fc.integer({ min: -9, max: 9 }).map((hours) => T0 + hours * HOUR)
const entry = fc.record({ when, hash: fc.constantFrom(hashOf('a'), hashOf('b')), fails: fc.constantFrom(null, 'x') })
const entries = fc
  .array(entry, { maxLength: 6 })
  .map((list) => list.map((one, i): Entry => ({ tag: `000${i}_m`, ...one })))
const rows = fc.array(
  fc.record({
    id: fc.nat(),
    hash: fc.constantFrom(hashOf('a'), hashOf('z')),
    createdAt: fc.option(when),
    name: fc.constant(null),
  }),
  { maxLength: 6 },
)

test('whatever is selected is told as will run, again or failing, and nothing else is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FlavourName.options), entries, rows, (flavour, list, found) => {
      const { verdicts, order } = predict({ flavour, layout: 'journal', entries: list, rows: read(...found) })
      expect(verdicts).toHaveLength(list.length)
      for (const [i, { verdict }] of verdicts.entries())
        expect(['applied', 'skipped'].includes(verdict)).toBe(!order.includes(i))
    }),
  )
})
