import { describe, expect, test } from 'vitest'
import type { IndexCount, StatementCount, TableCount } from '../../../functions/model/performance.ts'
import { judgePerformance } from '../../../functions/performance/judge.ts'
import { windowBetween, type Window } from '../../../functions/performance/window.ts'
import { AT, HOUR, hourOf, index, snapshot, statement, table } from './snapshots.ts'

/** Enough others that the one under test is not most of what runs: ten statements of 10 s each. */
const others = Array.from({ length: 10 }, (_, i) =>
  statement({ key: `o${i}`, calls: 1000, text: `select ${i} from other` }),
)

type Change = Partial<StatementCount> & { calls: number; mean?: number }

/** The findings on a statement that did this before and that after, in an hour each; what else there is, is as before. */
function judged(before: Change, after: Change, more: readonly Window[] = [], concerned = others) {
  const start = hourOf(-1, [statement(before), ...concerned])
  const now = hourOf(1, [statement(after), ...concerned])
  const verdict = judgePerformance({
    start: start.after,
    now: now.after,
    after: now,
    baselines: [start, ...more].map((span, i) => ({ kind: i === 0 ? 'before' : 'same-hour', span })),
  })
  return {
    verdict,
    found: verdict.findings.map((finding) => ('by' in finding ? [finding.severity, ...finding.by] : [finding.type])),
  }
}

const slow = { calls: 1000, mean: 50 }
const quick = { calls: 1000, mean: 10 }

describe('a statement is slower', () => {
  test.each<[string, Change, Change, string[][]]>([
    ['× 5, a fifth of all time', quick, slow, [['critical', 'time']]],
    ['× 2', quick, { calls: 1000, mean: 20 }, [['high', 'time']]],
    ['× 1.4: not enough', quick, { calls: 1000, mean: 14 }, []],
    ['× 3, but 4 ms: nobody feels it', { calls: 1000, mean: 2 }, { calls: 1000, mean: 6 }, []],
    ['with 49 calls: too few', quick, { calls: 49, mean: 50 }, []],
    ['with 49 calls before: too few', { calls: 49, mean: 10 }, slow, []],
    ['less than 1 % of the time', { calls: 50, mean: 1 }, { calls: 50, mean: 15 }, []],
    [
      'by chance: one call in a thousand took very long',
      { ...quick, deviation: 500 },
      { ...slow, mean: 20, deviation: 500 },
      [],
    ],
    ['since it yields five times as many rows', quick, { ...slow, rows: 5000, blocks: 50_000 }, []],
    [
      'by blocks: another plan for the same rows',
      { ...quick, mean: 1 },
      { ...quick, mean: 2, blocks: 40_000 },
      [['medium', 'blocks']],
    ],
    [
      'by blocks: a whole table for a row',
      { ...quick, mean: 1 },
      { ...quick, mean: 4, blocks: 900_000 },
      [['high', 'blocks']],
    ],
    ['by both', quick, { ...slow, blocks: 90_000 }, [['critical', 'time', 'blocks']]],
    ['blocks × 1.9: not enough', quick, { ...quick, mean: 12, blocks: 19_000 }, []],
    [
      'blocks × 4, though only 6 more: a small table',
      { ...quick, blocks: 2000 },
      { ...quick, mean: 12, blocks: 8000 },
      [],
    ],
    ['blocks × 4, for a third more rows', quick, { ...quick, mean: 12, rows: 1334, blocks: 40_000 }, []],
    ['blocks × 4, and not slower', quick, { ...quick, blocks: 40_000 }, []],
    ['quicker', slow, quick, []],
    ['not called any more', quick, { calls: 0 }, []],
  ])('%s', (_, before, after, expected) => {
    expect(judged(before, after).found).toEqual(expected)
  })

  test('only if it is beside the same hour of earlier days, too', () => {
    const yesterday = hourOf(-23, [statement({ calls: 1000, mean: 45 }), ...others])
    expect(judged(quick, slow, [yesterday]).found).toEqual([])
    expect(judged(quick, slow, [hourOf(-23, [statement(quick), ...others])]).found).toEqual([['critical', 'time']])
    // Of another day that says too little nothing follows.
    expect(judged(quick, slow, [hourOf(-23, [statement({ calls: 9, mean: 45 })])]).found).toEqual([
      ['critical', 'time'],
    ])
  })

  test('beyond what everything is slower by, which is told once', () => {
    const before = hourOf(-1, [statement(quick), ...others])
    const slower = [
      statement({ ...slow, mean: 40 }),
      ...others.map((one) => statement({ ...one, calls: 1000, mean: 30, ms: 30_000 })),
    ]
    const after = hourOf(1, slower)
    const { findings } = judgePerformance({
      start: before.after,
      now: after.after,
      after,
      baselines: [{ kind: 'before', span: before }],
    })
    expect(findings.map(({ type }) => type)).toEqual(['performance.everything-slower'])
  })

  test('says which table must be analysed first', () => {
    const rewritten = { tables: [table({ file: '2' })] }
    const before = hourOf(-1, [statement(quick), ...others])
    const after = hourOf(1, [statement(slow), ...others], rewritten)
    const { findings } = judgePerformance({
      start: before.after,
      now: after.after,
      after,
      baselines: [{ kind: 'before', span: before }],
    })
    expect(findings).toMatchObject([
      { type: 'performance.slower', unlearnt: ['public.links'] },
      { type: 'performance.not-analyzed' },
    ])
  })
})

describe('what cannot be judged', () => {
  test('the role that runs the migrations is left out, unless the application is it', () => {
    const migration = { key: 'm', role: 'postgres', calls: 100 }
    const [few, many] = [statement({ ...migration, mean: 1 }), statement({ ...migration, mean: 90 })]
    expect(judged(quick, quick, [], [...others, few]).verdict.verdict).toBe('fast')
    const before = hourOf(-1, [few, ...others])
    const after = hourOf(1, [many, ...others])
    const given = {
      start: before.after,
      now: after.after,
      after,
      baselines: [{ kind: 'before' as const, span: before }],
    }
    expect(judgePerformance(given)).toMatchObject({ findings: [], matched: 1, judged: 10 })
    const own = [before, after].map((_, i) =>
      hourOf(i * 2 - 1, [statement({ ...quick, role: 'postgres', mean: i === 0 ? 10 : 50 })]),
    )
    const [one, other] = own
    if (!one || !other) throw new Error('two windows')
    expect(
      judgePerformance({
        start: one.after,
        now: other.after,
        after: other,
        baselines: [{ kind: 'before', span: one }],
      }).findings,
    ).toHaveLength(1)
  })

  test('under 60 % of the time there is no verdict, and it says what is missing; what was found is told all the same', () => {
    const released = statement({ key: 'new', calls: 10_000 })
    const few = judged(quick, { ...quick, calls: 10_000 }, [], [])
    expect(few.verdict).toMatchObject({ verdict: 'fast', matched: 1 })
    const start = hourOf(-1, [statement(quick)])
    const now = windowBetween(
      snapshot({ hours: 1, statements: [statement({ calls: 0, ms: 0, rows: 0, blocks: 0 })] }),
      snapshot({ hours: 2, statements: [statement(quick), released] }),
    )
    const given = {
      start: start.after,
      now: now.after,
      after: now,
      baselines: [{ kind: 'before' as const, span: start }],
    }
    const verdict = judgePerformance(given)
    expect(verdict).toMatchObject({ verdict: 'unknown', findings: [], unknowns: [{ subject: 'statements' }] })
    expect(verdict.unknowns[0]?.reason).toContain('only 9 % of their time')
  })

  test.each([
    ['no snapshot of before', { start: null, baselines: [] }, ['statements', 'indexes and tables']],
    ['too early', { after: null, baselines: [] }, ['statements']],
  ])('%s', (_, given, subjects) => {
    const now = hourOf(1, others)
    const verdict = judgePerformance({
      start: hourOf(-1, others).after,
      now: now.after,
      after: now,
      ...given,
    })
    expect([verdict.verdict, verdict.unknowns.map(({ subject }) => subject)]).toEqual(['unknown', subjects])
  })
})

/** What is told of indexes and tables, which were so before and are so after. */
function told(
  before: { indexes?: IndexCount[]; tables?: TableCount[] },
  after: { indexes?: IndexCount[]; tables?: TableCount[] },
  hours = 13,
) {
  const begun = {
    indexes: (before.indexes ?? []).map((one) => ({ ...one, scans: 0 })),
    tables: (before.tables ?? [table()]).map((one) => ({ ...one, seq_scans: 0, seq_rows: 0, index_scans: 0 })),
  }
  const start = windowBetween(
    snapshot({ hours: -1, ...begun, statements: others }),
    snapshot({ hours: 0, ...before, statements: others }),
  )
  const now = windowBetween(
    snapshot({ hours: 0, ...before, ...(after.tables && { tables: before.tables ?? [table()] }) }),
    snapshot({ hours, ...after }),
  )
  const { findings } = judgePerformance({
    start: start.after,
    now: now.after,
    after: now,
    baselines: [{ kind: 'before', span: start }],
  })
  return findings.map((finding) =>
    [finding.type.slice('performance.'.length), finding.severity, 'how' in finding ? finding.how : ''].join(' ').trim(),
  )
}

const renamed = { name: 'other', definition: 'CREATE INDEX other ON public.links USING btree (url)' }
const longer = {
  name: 'longer',
  columns: ['url', 'id'],
  definition: 'CREATE INDEX longer ON public.links USING btree (url, id)',
}
const hash = { name: 'hashed', definition: 'CREATE INDEX hashed ON public.links USING hash (url)' }
const turned = {
  name: 'turned',
  columns: ['id', 'url'],
  definition: 'CREATE INDEX turned ON public.links USING btree (id, url)',
}

describe('an index', () => {
  test.each<[string, IndexCount[], IndexCount[], string[]]>([
    ['that is used', [index()], [index({ scans: 2000 })], []],
    ['that was dropped', [index()], [], ['index-lost high dropped']],
    ['that was dropped and could not be printed', [index({ definition: null })], [], ['index-lost high dropped']],
    ['that was never used', [index({ scans: 0 })], [], []],
    ['that has another name', [index()], [index(renamed)], []],
    ['for which a longer one stands in', [index()], [index(longer)], []],
    ['for which one of other order does not', [index()], [index(turned)], ['index-lost high dropped']],
    ['for which one of another kind does not', [index()], [index(hash)], ['index-lost high dropped']],
    ['for which a partial one does not', [index()], [index({ ...longer, partial: true })], ['index-lost high dropped']],
    [
      'for which one of another table does not',
      [index()],
      [index({ ...renamed, relation: 'other' })],
      ['index-lost high dropped'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(told({ indexes: before }, { indexes: after })).toEqual(expected)
  })

  test('of a table that is gone, too, is not told', () => {
    expect(told({ indexes: [index()] }, { indexes: [], tables: [] })).toEqual([])
  })

  const read = { index_scans: 1000 }
  test.each<[string, Partial<TableCount>, number, string[]]>([
    ['is used no more, though its table is read', { index_scans: 14_000 }, 13, ['index-lost high unused']],
    ['is not used, as its table is not read', { index_scans: 1000 }, 13, []],
    ['is not used for an hour, and nothing is slower', { index_scans: 2000 }, 1, []],
    [
      'is not used for an hour, and its table is read whole',
      { index_scans: 1001, seq_scans: 1000, seq_rows: 1e8 },
      1,
      ['index-lost high unused', 'sequential-scans medium'],
    ],
  ])('%s', (_, after, hours, expected) => {
    const [one, other] = [
      { indexes: [index()], tables: [table(read)] },
      { indexes: [index()], tables: [table({ ...read, ...after })] },
    ]
    expect(told(one, other, hours)).toEqual(expected)
  })
})

describe('a table', () => {
  test.each<[string, Partial<TableCount>, Partial<TableCount>, string[]]>([
    ['is read whole', {}, { seq_scans: 100, seq_rows: 1e7 }, ['sequential-scans medium']],
    ['is small', { rows: 9000, live: 9000 }, { rows: 9000, live: 9000, seq_scans: 100, seq_rows: 1e6 }, []],
    ['is read whole nine times', {}, { seq_scans: 9, seq_rows: 1e7 }, []],
    ['is read whole by queries that stop early', {}, { seq_scans: 100, seq_rows: 5e5 }, []],
    ['was read whole before, too', { seq_scans: 100, seq_rows: 1e7 }, { seq_scans: 300, seq_rows: 4e7 }, []],
    ['is asked ten times as much', { seq_scans: 100, seq_rows: 1e7 }, { seq_scans: 1100, seq_rows: 1.1e8 }, []],
    ['was rewritten', {}, { file: '2' }, ['not-analyzed medium']],
    ['was rewritten and analysed', {}, { file: '2', analyzed: AT + HOUR / 2 }, []],
    ['was rewritten, and is small', { rows: 10, live: 10 }, { rows: 10, live: 10, file: '2' }, []],
    ['was rewritten and never analysed', { analyzed: null }, { file: '2', analyzed: null }, ['not-analyzed medium']],
  ])('%s', (_, before, after, expected) => {
    expect(told({ tables: [table(before)] }, { tables: [table(after)] }, 1)).toEqual(expected)
  })
})
