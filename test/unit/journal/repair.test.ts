import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { predict } from '../../../functions/journal/drizzle/predict.ts'
import { changed } from '../../../functions/journal/repair/change.ts'
import { planRenumber, type NumberedFolder } from '../../../functions/journal/repair/renumber.ts'
import { planWhen } from '../../../functions/journal/repair/when.ts'
import type { Entry } from '../../../functions/model/prediction.ts'
import { HOUR, migration, read, row, T0 } from './build.ts'

const NOW = T0 + 100 * HOUR
const YEARS = 20_000

test('after fix-when nothing is skipped and nothing runs again, and what is applied and sane keeps its stamp', () => {
  const stamps = fc.array(fc.constantFrom(-9, -3, 0, 1, 2, 5, 50, YEARS), { minLength: 1, maxLength: 7 })
  const dice = fc.array(fc.constantFrom('none', 'row', 'null', 'other'), { minLength: 7, maxLength: 7 })
  fc.assert(
    fc.property(stamps, dice, (hours, kinds) => {
      const list = hours.map((hour, i): Entry => migration(`000${i}_m`, hour))
      const rows = read(
        ...hours.flatMap((hour, i) => {
          const own = row(i + 1, migration(`000${i}_m`, hour))
          if (kinds[i] === 'none') return []
          return [
            kinds[i] === 'null'
              ? { ...own, createdAt: null }
              : kinds[i] === 'other'
                ? { ...own, createdAt: T0 - HOUR }
                : own,
          ]
        }),
      )
      const of = (entries: Entry[], found: typeof rows) =>
        predict({ flavour: '0.x', layout: 'journal', entries, rows: found })
      const { stamps: plan, changes, blocking } = planWhen(list, rows, of(list, rows), NOW)
      expect(blocking).toEqual([])
      const after = list.map((one, i) => ({ ...one, when: plan.find(({ at }) => at === i)?.to ?? one.when }))
      const { verdicts } = of(after, changed(rows, changes))
      expect(verdicts.map(({ verdict }) => verdict)).toEqual(
        hours.map((_, i) => (kinds[i] === 'none' ? 'applies' : 'applied')),
      )
      for (const { at, from } of plan) expect(kinds[at] === 'none' || from > NOW).toBe(true)
    }),
  )
})

const id = (n: number) => `${n}0000000-0000-4000-8000-000000000000`
const ORIGIN = '00000000-0000-0000-0000-000000000000'
const folder = (
  tags: readonly string[],
  snapshots: [string, { id: string; prevId: string }][] = [],
): NumberedFolder => ({
  entries: tags.map((tag, idx) => ({ idx, tag })),
  files: tags.map((tag) => `${tag}.sql`),
  snapshots: new Map(snapshots),
})

test('two with one number: the snapshot goes with the later, and the chain closes', () => {
  const plan = planRenumber(
    folder(
      ['0000_a', '0001_b', '0001_c'],
      [
        ['0000', { id: id(1), prevId: ORIGIN }],
        ['0001', { id: id(3), prevId: id(2) }],
      ],
    ),
  )
  expect(plan).toEqual({
    entries: [
      { idx: 0, tag: '0000_a' },
      { idx: 1, tag: '0001_b' },
      { idx: 2, tag: '0002_c' },
    ],
    renames: [
      { from: '0001_c.sql', to: '0002_c.sql' },
      { from: 'meta/0001_snapshot.json', to: 'meta/0002_snapshot.json' },
    ],
    relinks: [{ path: 'meta/0002_snapshot.json', from: id(2), to: id(1) }],
    refusals: [],
  })
})

test('names without a four-digit number stay; only idx is put right', () => {
  const plan = planRenumber({
    ...folder(['20250101120000_a', 'b']),
    entries: [
      { idx: 4, tag: '20250101120000_a' },
      { idx: 9, tag: 'b' },
    ],
  })
  expect(plan).toMatchObject({ entries: [{ idx: 0 }, { idx: 1 }], renames: [], refusals: [] })
})

test.each<[string, NumberedFolder, RegExp]>([
  ['an entry twice', folder(['0000_a', '0000_a']), /names 0000_a twice/],
  ['a missing file', { ...folder(['0000_a']), files: [] }, /0000_a\.sql is not there/],
  ['a file in the way', { ...folder(['0001_a']), files: ['0001_a.sql', '0000_a.sql'] }, /0000_a\.sql is there already/],
  [
    'a copied snapshot',
    folder(
      ['0000_a', '0001_b'],
      [
        ['0000', { id: id(1), prevId: ORIGIN }],
        ['0001', { id: id(1), prevId: ORIGIN }],
      ],
    ),
    /id of another/,
  ],
])('%s is refused', (_, given, why) => {
  expect(planRenumber(given).refusals.join()).toMatch(why)
})

test('renumbering what was renumbered changes nothing', () => {
  const numbers = fc.array(fc.nat(12), { maxLength: 8 })
  fc.assert(
    fc.property(numbers, (list) => {
      const tags = list.map((n, i) => `${String(n).padStart(4, '0')}_m${i}`)
      const { entries, refusals } = planRenumber(folder(tags))
      expect(refusals).toEqual([])
      expect(entries.map(({ tag }) => tag.slice(5))).toEqual(tags.map((tag) => tag.slice(5)))
      expect(planRenumber(folder(entries.map(({ tag }) => tag)))).toMatchObject({ renames: [], relinks: [] })
    }),
  )
})
