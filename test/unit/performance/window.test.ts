import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isUnread, type StatementCount } from '../../../functions/model/performance.ts'
import { windowBetween } from '../../../functions/performance/window.ts'
import { chanceOfSlower } from '../../../functions/performance/welch.ts'
import { AT, index, snapshot, statement, table, trusted } from './snapshots.ts'

const since = (at: number) => ({ since: at })
const before = statement({ calls: 100 })
const after = statement({ calls: 300 })

describe('what happened to a statement between two snapshots', () => {
  test('is what its counters grew by', () => {
    const { statements } = windowBetween(
      snapshot({ hours: 0, statements: [statement({ calls: 100, mean: 10 })] }),
      snapshot({ hours: 1, statements: [statement({ calls: 300, mean: 20, deviation: 10 })] }),
    )
    if (isUnread(statements)) throw new Error(statements.reason)
    const [counted] = [...statements.figures.values()]
    // 300 calls of 20 ms less 100 of 10 ms: 200 of 25 ms; squares: 300 (10² + 20²) − 100 (5² + 10²) = 137,500 / 200 − 25² = 62.5
    expect(counted?.figures).toMatchObject({
      calls: 200,
      ms: 5000,
      mean: 25,
      variance: 62.5,
      rowsPerCall: 1,
      blocksPerCall: 10,
    })
  })

  const cases: [string, StatementCount[], StatementCount[], Parameters<typeof snapshot>[0]['read'], string[]][] = [
    ['grew', [before], [after], {}, ['a']],
    ['its calls fell', [before], [statement({ calls: 50 })], {}, []],
    ['its rows fell', [before], [{ ...after, rows: 99 }], {}, []],
    ['its wal fell', [{ ...before, wal: 2 }], [{ ...after, wal: 1 }], {}, []],
    ['is forgotten', [before], [], {}, []],
    ['is new, and nothing had to be forgotten', [], [after], {}, ['a']],
    ['is new while others were forgotten', [], [after], { evicted: 1 }, []],
    ['is not new, but was not read before', [], [after], { of: 2 }, ['a']],
    ['is counted since the window began', [{ ...before, ...since(1) }], [{ ...after, ...since(2) }], {}, []],
    [
      'was there while others were forgotten, and says since when',
      [{ ...before, ...since(1) }],
      [{ ...after, ...since(1) }],
      { evicted: 1 },
      ['a'],
    ],
    ['was there while others were forgotten, and nothing says since when', [before], [after], { evicted: 1 }, []],
    ['has another queryid, and the old entry is there', [before], [before, { ...after, queryid: '2' }], {}, ['a']],
    ['has another queryid, and the old entry is gone', [before], [{ ...after, queryid: '2' }], {}, []],
  ]
  test.each(cases)('it %s', (_, earlier, later, read, expected) => {
    const span = windowBetween(
      snapshot({ hours: 0, statements: earlier }),
      snapshot({ hours: 1, statements: later, read: read ?? {} }),
    )
    expect(trusted(span)).toEqual(expected)
  })

  test('law: what is gone is told to be forgotten: once for each statement and role, whatever else there is', () => {
    const some = fc.uniqueArray(
      fc.record({ key: fc.constantFrom('a', 'b', 'c'), role: fc.constantFrom('app', null), toplevel: fc.boolean() }),
      { selector: (one) => JSON.stringify(one) },
    )
    type Ids = { key: string; role: string | null; toplevel: boolean }[]
    const counted = (ids: Ids, calls: number) => ids.map((id) => statement({ ...id, calls }))
    fc.assert(
      fc.property(some, some, (earlier, later) => {
        const { statements } = windowBetween(
          snapshot({ hours: 0, statements: counted(earlier, 100) }),
          snapshot({ hours: 1, statements: counted(later, 200) }),
        )
        if (isUnread(statements)) throw new Error(statements.reason)
        const gone = earlier.filter(
          (one) =>
            !later.some(({ key, role, toplevel }) => key === one.key && role === one.role && toplevel === one.toplevel),
        )
        expect(statements.distrusted.get('forgotten in between') ?? 0).toBe(gone.length)
        expect(statements.figures.size).toBe(later.length)
      }),
    )
  })

  test('what was not among those that were read is not taken for new', () => {
    const span = windowBetween(
      snapshot({ hours: 0, statements: [statement({ calls: 1, key: 'b' })], read: { of: 7 } }),
      snapshot({ hours: 1, statements: [statement({ calls: 1, key: 'b' }), after] }),
    )
    expect(trusted(span)).toEqual([])
    const told = snapshot({ hours: 1, statements: [{ ...after, since: AT + 1 }] })
    expect(trusted(windowBetween(snapshot({ hours: 0, statements: [], read: { of: 7 } }), told))).toEqual(['a'])
  })

  test('whatever else happens, a counter that fell makes it unknown', () => {
    const names = ['calls', 'ms', 'rows', 'blocks', 'temp', 'wal'] as const
    expect.hasAssertions()
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(1000), fc.nat(1000), (name, grown, fell) => {
        const old = { ...statement({ calls: 2000 }), temp: 2000, wal: 2000 }
        const now = { ...statement({ calls: 2000 + grown }), temp: 2000 + grown, wal: 2000 + grown }
        const span = windowBetween(
          snapshot({ hours: 0, statements: [old] }),
          snapshot({ hours: 1, statements: [{ ...now, [name]: old[name] - fell - 1 }] }),
        )
        expect(trusted(span)).toEqual([])
      }),
    )
  })
})

const parts = (span: ReturnType<typeof windowBetween>) =>
  (['statements', 'tables', 'indexes'] as const).filter((part) => isUnread(span[part]))

describe('a window is unknown as a whole', () => {
  const whole = { statements: [before], indexes: [index()] }
  test.each([
    ['nothing began anew', {}, []],
    ['PostgreSQL was restarted', { started: 5000 }, ['statements', 'tables', 'indexes']],
    ['the database’s statistics were reset', { reset: AT }, ['tables', 'indexes']],
    ['pg_stat_statements was reset', { read: { reset: AT } }, ['statements']],
    ['the clock went back', { hours: -1 }, ['statements', 'tables', 'indexes']],
  ] as const)('where %s', (_, given, expected) => {
    expect(parts(windowBetween(snapshot({ hours: 0, ...whole }), snapshot({ hours: 1, ...whole, ...given })))).toEqual(
      expected,
    )
  })

  test('where either snapshot could not be read, with what mends it', () => {
    const mend = 'grant pg_read_all_stats to "plumbline";'
    const hidden = { ...snapshot({ hours: 1 }), statements: { reason: 'hidden', mend } }
    for (const [one, other] of [
      [snapshot({ hours: 0 }), hidden],
      [{ ...hidden, at: AT }, snapshot({ hours: 2 })],
    ] as const)
      expect(windowBetween(one, other).statements).toEqual({ reason: 'hidden', mend })
  })

  test('a table or an index that counts from nothing again is left out', () => {
    const span = windowBetween(
      snapshot({ hours: 0, tables: [table({ seq_scans: 9 })], indexes: [index()] }),
      snapshot({ hours: 1, tables: [table()], indexes: [index({ scans: 1 })] }),
    )
    expect([span.tables, span.indexes]).toEqual([new Map(), new Map()])
  })
})

// scipy.stats.t.cdf, with t and the degrees of freedom of Welch’s test worked out by hand.
test.each([
  [{ calls: 51, mean: 10, variance: 25 }, { calls: 51, mean: 10, variance: 25 }, 0.5],
  // t = −2 / sqrt(0.5 + 0.5) = −2, df = 100
  [{ calls: 51, mean: 10, variance: 25 }, { calls: 51, mean: 12, variance: 25 }, 0.024106089],
  // t = −3 / sqrt(1 + 0.25) = −2.6832816, df = 1.5625 / (1/100 + 0.0625/100) = 147.0588
  [{ calls: 101, mean: 5, variance: 100 }, { calls: 101, mean: 8, variance: 25 }, 0.004062916],
  [{ calls: 50, mean: 1, variance: 0 }, { calls: 50, mean: 1, variance: 0 }, 1],
  [{ calls: 50, mean: 1, variance: 0 }, { calls: 50, mean: 2, variance: 0 }, 0],
])('Welch’s test of %o and %o', (one, other, chance) => {
  expect(chanceOfSlower(one, other)).toBeCloseTo(chance, 8)
})
