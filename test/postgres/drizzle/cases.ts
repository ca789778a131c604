import * as fc from 'fast-check'
import type { FlavourName, Layout } from '../../../functions/model/flavour.ts'
import { FLAVOURS } from '../../../functions/model/flavour.ts'

/** What a migration's file is; `lost`: there is none. */
export const KINDS = ['plain', 'crlf', 'empty', 'comment', 'two-at-once', 'fails', 'commits', 'lost'] as const
export type Kind = (typeof KINDS)[number]

export interface CaseEntry {
  tag: string
  /** Of the journal; in the layout of folders the name has it. */
  when: number
  kind: Kind
}

export interface CaseRow {
  /** The entry whose file's hash it holds; null: no file has it. */
  hashOf: number | null
  createdAt: string | null
  name: string | null
}

/** A folder and a journal table before a migrate. */
export interface Case {
  layout: Layout
  entries: CaseEntry[]
  table: { state: 'absent' | 'elsewhere' | 'lacking' } | { state: 'there'; named: boolean; rows: CaseRow[] }
  /** Names that need quotes or not. */
  schema: string
  name: string
}

const T0 = Date.UTC(2025, 0, 1)
const SECOND = 1000
const YEAR = 365 * 86_400_000

/** Weighted: faults are the subject, but not of every entry. */
const kind = fc.oneof(
  { weight: 24, arbitrary: fc.constant('plain' as const) },
  { weight: 10, arbitrary: fc.constantFrom('crlf' as const, 'empty' as const, 'comment' as const) },
  { weight: 3, arbitrary: fc.constantFrom('two-at-once' as const, 'fails' as const, 'commits' as const) },
  { weight: 1, arbitrary: fc.constant('lost' as const) },
)

/** Steps from one stamp to the next: on, equal, back, far ahead. */
const step = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(1, 500, SECOND, 60 * SECOND) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1) },
  { weight: 2, arbitrary: fc.constantFrom(-1, -SECOND, -90 * SECOND) },
  { weight: 1, arbitrary: fc.constantFrom(YEAR, 10 * YEAR, -10 * YEAR) },
)
/** Stamps that only a hand writes. */
const oddStamp = fc.constantFrom(0, 0, 0, -1, 1.5, 2 ** 53 + 2, 1e20, 1e21)

const stamps = fc.array(step, { maxLength: 7 }).map((steps) => {
  let at = T0
  return steps.map((ahead) => (at += ahead))
})
const oddly = fc.oneof({ weight: 14, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: oddStamp })

const digits = (when: number) => new Date(when).toISOString().replaceAll(/\D/g, '').slice(0, 14)

/** Folders of 1.0; one in thirty has a name without a date. */
const folderTag = (when: number, i: number, undated: boolean) =>
  undated ? `undated_${i}` : `${digits(when)}_${['b', 'a', 'C', 'ä'][i % 4]}${i}`

const entries = (layout: Layout) =>
  stamps.chain((whens) =>
    fc
      .tuple(...whens.map(() => fc.tuple(kind, oddly, fc.nat(30))))
      .map((all) =>
        all.map(([kind, odd, dice], i): CaseEntry => {
          const when = odd ?? whens[i] ?? T0
          if (layout === 'journal') return { tag: `000${i}_m`, when, kind }
          const tag = folderTag(Math.trunc((whens[i] ?? T0) / SECOND) * SECOND, i, dice === 0)
          return { tag, when: NaN, kind: kind === 'lost' ? 'plain' : kind }
        }),
      )
      .map((list) => (layout === 'journal' ? twice(list) : list)),
  )

/** One journal in some names an entry twice. */
const twice = (list: CaseEntry[]): CaseEntry[] => {
  const first = list[0]
  return first && list.length === 5 ? [...list, { ...first, when: (list.at(-1)?.when ?? T0) + SECOND }] : list
}

/** Rows for some of the entries, each with what may be wrong with it. */
function rowsOf(list: readonly CaseEntry[], layout: Layout, named: boolean): fc.Arbitrary<CaseRow[]> {
  const whenOf = ({ tag, when }: CaseEntry) => (layout === 'journal' ? when : stampIn(tag))
  const own = (index: number): fc.Arbitrary<readonly CaseRow[]> => {
    const entry = list[index]
    if (entry === undefined) return fc.constant([])
    const when = Math.trunc(whenOf(entry) || T0)
    const row: CaseRow = { hashOf: index, createdAt: safe(when), name: named ? entry.tag : null }
    const faulty = (change: Partial<CaseRow>): CaseRow[] => [{ ...row, ...change }]
    return fc.oneof(
      { weight: 14, arbitrary: fc.constant(faulty({})) },
      { weight: 4, arbitrary: fc.constant<CaseRow[]>([]) },
      { weight: 2, arbitrary: fc.constant(faulty({ createdAt: null })) },
      {
        weight: 2,
        arbitrary: fc
          .constantFrom(-1, 1, 345, SECOND, -SECOND, 10 * YEAR)
          .map((by): CaseRow[] => faulty({ createdAt: safe(when + by) })),
      },
      { weight: 2, arbitrary: fc.constant(faulty({ hashOf: null })) },
      { weight: 1, arbitrary: fc.constant([...faulty({}), ...faulty({})]) },
      { weight: 1, arbitrary: fc.constant(faulty({ name: null })) },
      { weight: 1, arbitrary: fc.constant(faulty({ name: named ? 'renamed' : null })) },
    )
  }
  const stray = fc.oneof(
    { weight: 6, arbitrary: fc.constant<CaseRow[]>([]) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(null, 1, T0 + 1, T0 + 20 * YEAR)
        .map((at) => [{ hashOf: null, createdAt: at === null ? null : String(at), name: named ? 'stray' : null }]),
    },
  )
  // Most databases hold a beginning of the folder; some hold holes.
  return fc
    .tuple(fc.nat(list.length), stray, fc.tuple(...list.map((_, i) => own(i))), fc.nat(5))
    .map(([upTo, strays, all, dice]) => {
      const rows = [...all.slice(0, upTo).flat(), ...strays]
      return dice === 0 ? rows.toReversed() : rows
    })
}

/** PostgreSQL's bigint, as text. */
const safe = (when: number) => String(BigInt(Math.max(Math.min(when, 2 ** 62), -(2 ** 62))))

const stampIn = (tag: string) => {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(tag) ?? []
  return Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s))
}

const table = (list: readonly CaseEntry[], layout: Layout, flavour: FlavourName): fc.Arbitrary<Case['table']> => {
  const hasNames = FLAVOURS[flavour].selects === 'names'
  const there = (named: boolean) =>
    rowsOf(list, layout, named).map((rows) => ({ state: 'there' as const, named, rows }))
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom({ state: 'absent' as const }, { state: 'elsewhere' as const }) },
    { weight: 1, arbitrary: fc.constant({ state: 'lacking' as const }) },
    { weight: hasNames ? 16 : 4, arbitrary: there(true) },
    { weight: hasNames ? 10 : 20, arbitrary: there(false) },
  )
}

/** Folders and journals for a flavour; one in twenty has the layout of the other. */
export const caseFor = (flavour: FlavourName): fc.Arbitrary<Case> => {
  const [first = 'journal', second] = FLAVOURS[flavour].reads
  const other = second ?? (first === 'journal' ? 'folders' : 'journal')
  return fc
    .oneof({ weight: 19, arbitrary: fc.constant(first) }, { weight: second ? 19 : 1, arbitrary: fc.constant(other) })
    .chain((layout) =>
      entries(layout).chain((list) =>
        fc.record({
          layout: fc.constant(layout),
          entries: fc.constant(list),
          table: table(list, layout, flavour),
          schema: fc.constantFrom('drizzle', "My 'app'", 'a.b'),
          name: fc.constantFrom('__drizzle_migrations', 'Journal of all', 'select'),
        }),
      ),
    )
}
