import { describe, expect, test } from 'vitest'
import { judgeJournal } from '../../../functions/journal/judge.ts'
import type { JournalInput } from '../../../functions/journal/judged.ts'
import { HOUR, T0, hashOf, migration, named, read, row } from './build.ts'

const a = migration('0000_a', 0)
const b = migration('0001_b', 1)
const c = migration('0002_c', 2)
const now = T0 + 10 * HOUR
const stray = { id: 9, hash: hashOf('stray'), createdAt: T0 + 1.5 * HOUR, name: null }

const judge = (input: Partial<JournalInput>) =>
  judgeJournal({
    layout: 'journal',
    migrations: [a, b, c],
    table: 'drizzle.__drizzle_migrations',
    rows: read(),
    now,
    ...input,
  })

interface Case {
  name: string
  input: Partial<JournalInput>
  /** Keys of the findings, in order. */
  keys: string[]
  applied?: boolean[]
}

const stamped = (hours: number) => ({ ...c, when: T0 + hours * HOUR })
const respelled = { ...b, spellings: { crlf: hashOf('crlf'), bom: hashOf('bom'), 'bom+crlf': hashOf('both') } }

const ofDrizzle0: Case[] = [
  { name: 'all applied', input: { rows: read(row(1, a), row(2, b), row(3, c)) }, keys: [] },
  { name: 'a folder without migrations', input: { migrations: [] }, keys: ['journal:empty'] },
  { name: 'no table', input: { rows: { state: 'absent' } }, keys: ['journal:empty', 'journal:pending'] },
  { name: 'an empty table', input: {}, keys: ['journal:empty', 'journal:pending'] },
  { name: 'the last is pending', input: { rows: read(row(1, a), row(2, b)) }, keys: ['journal:pending'] },
  {
    name: 'skipped between two that are applied',
    input: { rows: read(row(1, a), row(2, c)) },
    keys: ['journal:skipped:0001_b'],
    applied: [true, false, true],
  },
  {
    name: 'skipped: stamped exactly as the newest row',
    input: { migrations: [a, b, stamped(1)], rows: read(row(1, a), row(2, b)) },
    keys: ['journal:skipped:0002_c'],
  },
  {
    name: 'pending: stamped a millisecond after the newest row',
    input: { migrations: [a, b, { ...c, when: b.when + 1 }], rows: read(row(1, a), row(2, b)) },
    keys: ['journal:pending'],
  },
  {
    name: 'skipped because of a row that no file explains',
    input: { migrations: [a, b], rows: read(row(1, a), stray) },
    keys: ['journal:skipped:0001_b', 'journal:unknown-row:stray0000000'],
  },
  {
    name: 'an unknown row that holds nothing back',
    input: { rows: read(row(1, a), row(2, b), stray) },
    keys: ['journal:unknown-row:stray0000000', 'journal:pending'],
  },
  {
    name: 'two unknown rows with one hash',
    input: { rows: read(row(1, a), row(2, b), row(3, c), stray, { ...stray, id: 10 }) },
    keys: ['journal:unknown-row:stray0000000', 'journal:duplicate-row:stray0000000'],
  },
  {
    name: 'edited after it was applied',
    input: { rows: read(row(1, a), row(2, b, { hash: hashOf('old') }), row(3, c)) },
    keys: ['journal:edited:0001_b'],
    applied: [true, true, true],
  },
  {
    name: 'not edited: its file is gone, which the folder tells',
    input: { migrations: [a, { ...b, hash: null }, c], rows: read(row(1, a), row(2, b), row(3, c)) },
    keys: [],
  },
  {
    name: 'other line endings under another stamp still belong to their file',
    input: {
      migrations: [a, respelled, c],
      rows: read(row(1, a), row(2, b, { hash: hashOf('crlf'), createdAt: T0 + 1 }), row(3, c)),
    },
    keys: ['journal:edited:0001_b'],
  },
  {
    name: 'a NULL created_at outranks every stamp: all will run again',
    input: { rows: read(row(1, a), row(2, b, { createdAt: null })) },
    keys: ['journal:null-created-at', 'journal:pending'],
    applied: [true, true, false],
  },
  {
    name: 'a NULL created_at in a row of no file',
    input: { rows: read(row(1, a), row(2, b), row(3, c), { ...stray, createdAt: null }) },
    keys: ['journal:null-created-at'],
  },
  {
    name: 'two rows for one migration',
    input: { rows: read(row(1, a), row(2, b), row(3, b), row(4, c)) },
    keys: ['journal:duplicate-row:0001_b'],
  },
  {
    name: 'two empty migrations share a hash and are told apart by time',
    input: {
      migrations: [a, { ...b, hash: a.hash }, c],
      rows: read(row(2, { ...b, hash: a.hash }), row(1, a), row(3, c)),
    },
    keys: [],
  },
  {
    name: 'stamped anew above the newest row: will run again',
    input: { migrations: [a, { ...b, when: T0 + 5 * HOUR }, c], rows: read(row(1, a), row(2, b), row(3, c)) },
    keys: ['journal:rerun:when', 'journal:out-of-order:0002_c'],
  },
  {
    name: 'stamped anew below the newest row: does no harm',
    input: { migrations: [a, { ...b, when: b.when + 60_000 }, c], rows: read(row(1, a), row(2, b), row(3, c)) },
    keys: [],
  },
  {
    name: 'out of order, all applied on a new database',
    input: { migrations: [a, b, stamped(0.5)], rows: read(row(1, a), row(2, b), row(3, stamped(0.5))) },
    keys: ['journal:out-of-order:0002_c'],
  },
  {
    name: 'out of order among the pending',
    input: { migrations: [a, b, stamped(0.5)], rows: read(row(1, a)) },
    keys: ['journal:out-of-order:0002_c', 'journal:pending'],
  },
  {
    name: 'many behind one wrong stamp are one finding',
    input: { migrations: [migration('0000_x', 5), a, b, c], rows: read() },
    keys: ['journal:out-of-order:0000_a', 'journal:empty', 'journal:pending'],
  },
  {
    name: 'pending before one that is applied',
    input: { migrations: [a, { ...b, when: T0 + 3 * HOUR }, c], rows: read(row(1, a), row(2, c)) },
    keys: ['journal:not-prefix', 'journal:out-of-order:0002_c', 'journal:pending'],
  },
  {
    name: 'a day ahead is no future yet',
    input: { migrations: [a, b, stamped(34)], rows: read(row(1, a), row(2, b)) },
    keys: ['journal:pending'],
  },
  {
    name: 'a stamp in the future, pending',
    input: { migrations: [a, b, stamped(35)], rows: read(row(1, a), row(2, b)) },
    keys: ['journal:future:0002_c', 'journal:pending'],
  },
  {
    name: 'a stamp in the future, applied: the next is skipped, and not called out of order as well',
    input: {
      migrations: [a, { ...b, when: T0 + 8760 * HOUR }, c],
      rows: read(row(1, a), row(2, { ...b, when: T0 + 8760 * HOUR })),
    },
    keys: ['journal:skipped:0002_c', 'journal:future:0001_b'],
  },
  {
    name: 'a tag that the journal names twice is one finding',
    input: { migrations: [a, b, b, c], rows: read(row(1, a), row(2, c)) },
    keys: ['journal:skipped:0001_b'],
  },
]

const f0 = migration('20260101000000_a', 0)
const f1 = migration('20260101010000_b', 1)
const of1 = (id: number, migration: typeof f0) => row(id, migration, { name: migration.tag })
const folders = { layout: 'folders' as const, migrations: [f0, f1] }

const ofDrizzle1: Case[] = [
  { name: 'all applied', input: { rows: named(of1(1, f0), of1(2, f1)) }, keys: [] },
  { name: 'no table', input: { rows: { state: 'absent' } }, keys: ['journal:empty', 'journal:pending'] },
  { name: 'pending', input: { rows: named(of1(1, f0)) }, keys: ['journal:pending'] },
  {
    name: 'an earlier one that is not applied will run, later',
    input: { rows: named(of1(1, f1)) },
    keys: ['journal:not-prefix', 'journal:pending'],
    applied: [false, true],
  },
  {
    name: 'edited, which 1.0 does not notice either',
    input: { rows: named(of1(1, f0), { ...of1(2, f1), hash: hashOf('old') }) },
    keys: ['journal:edited:20260101010000_b'],
  },
  {
    name: 'a row without a name: its migration runs again',
    input: { rows: named(of1(1, f0), row(2, f1)) },
    keys: ['journal:rerun:name'],
    applied: [true, true],
  },
  {
    name: 'a renamed folder runs again',
    input: { rows: named(of1(1, f0), row(2, f1, { name: 'old' })) },
    keys: ['journal:rerun:name'],
  },
  {
    name: 'a name that no folder has',
    input: { rows: named(of1(1, f0), of1(2, f1), { ...stray, name: '20250101000000_gone' }) },
    keys: ['journal:unknown-row:stray0000000'],
  },
  {
    name: 'one name twice',
    input: { rows: named(of1(1, f0), of1(2, f1), of1(3, f1)) },
    keys: ['journal:duplicate-row:20260101010000_b'],
  },
  {
    name: 'a NULL created_at does no harm',
    input: { rows: named(of1(1, f0), { ...of1(2, f1), createdAt: null }) },
    keys: [],
  },
  {
    name: 'a table of 0.x: the upgrade matches by whole seconds',
    input: { rows: read(row(1, f0, { createdAt: f0.when + 345 }), row(2, f1)) },
    keys: [],
    applied: [true, true],
  },
  {
    name: 'a table of 0.x with a row that the upgrade refuses',
    input: { rows: read(row(1, f0), { ...stray, createdAt: 1 }) },
    keys: ['journal:unknown-row:stray0000000', 'journal:pending'],
  },
]

const keysOf = (input: Partial<JournalInput>) => judge(input).findings.map(({ key }) => key)

describe('the journal of Drizzle 0.x', () => {
  test.each(ofDrizzle0)('$name', ({ input, keys }) => {
    expect(keysOf(input)).toEqual(keys)
  })
  test.each(ofDrizzle0.filter(({ applied }) => applied))('applied: $name', ({ input, applied }) => {
    expect(judge(input).applied).toEqual(applied)
  })
})

describe('the journal of Drizzle 1.0', () => {
  test.each(ofDrizzle1)('$name', ({ input, keys }) => {
    expect(keysOf({ ...folders, ...input })).toEqual(keys)
  })
  test.each(ofDrizzle1.filter(({ applied }) => applied))('applied: $name', ({ input, applied }) => {
    expect(judge({ ...folders, ...input }).applied).toEqual(applied)
  })
})

test('the position is that of the newest applied migration', () => {
  expect(judge({}).position).toEqual({ index: -1, tag: null, of: 3, applied: 0 })
  expect(judge({ rows: read(row(1, a), row(2, c)) }).position).toEqual({ index: 2, tag: '0002_c', of: 3, applied: 2 })
})

describe('how an edited file differs', () => {
  const difference = (spellings: typeof respelled.spellings | object, hash: string) => {
    const migrations = [{ ...b, spellings }]
    return judge({ migrations, rows: read(row(1, b, { hash })) }).findings.map((finding) =>
      finding.type === 'journal.edited' ? `${finding.difference} ${finding.severity}` : finding.key,
    )
  }
  const ofBom = { lf: hashOf('lf'), crlf: hashOf('crlf'), 'bom+crlf': hashOf('both') }
  const ofMixed = { ...respelled.spellings, lf: hashOf('lf') }

  test.each([
    ['LF, applied as CRLF', respelled.spellings, 'crlf', 'line endings low'],
    ['LF, applied with BOM', respelled.spellings, 'bom', 'byte order mark low'],
    ['LF, applied with BOM and CRLF', respelled.spellings, 'both', 'byte order mark low'],
    ['BOM, applied without', ofBom, 'lf', 'byte order mark low'],
    ['BOM, applied with BOM and CRLF', ofBom, 'both', 'line endings low'],
    ['mixed endings, applied as LF', ofMixed, 'lf', 'line endings low'],
    ['other text', respelled.spellings, 'other', 'content high'],
  ])('%s', (_, spellings, hash, told) => {
    expect(difference(spellings, hashOf(hash))).toEqual([told])
  })
})

test('findings carry what their mend needs', () => {
  const { findings } = judge({ rows: read(row(1, a, { createdAt: null }), row(2, a, { createdAt: null }), row(3, c)) })
  expect(findings[0]).toMatchObject({
    ids: [1, 2],
    rows: [
      { id: 1, tag: '0000_a', when: a.when, spare: false },
      { id: 2, tag: '0000_a', when: a.when, spare: true },
    ],
  })
  const future = judge({ migrations: [a, b, stamped(99)], rows: read(row(1, a), row(2, b)) }).findings[0]
  expect(future).toMatchObject({ when: T0 + 99 * HOUR, stamp: b.when + 1, row: null })
})
