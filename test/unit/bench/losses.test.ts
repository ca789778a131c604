import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lossesOf, meanWithin, type Done, type Second } from '../../../scripts/bench/losses.ts'

/** A run of pgbench of so many seconds, from second 1000 on. */
const run = (length: number, count: (at: number) => number): Second[] =>
  Array.from({ length }, (_, i) => ({ at: 1000 + i, transactions: count(1000 + i) }))
const during = (from: number, to = from): Done => ({ from: from * 1000 + 100, to: to * 1000 + 700 })

describe('transactions missing in the seconds of a look', () => {
  test('law: what was taken from them is found, whatever the rate is and however it grows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 10_000 }),
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rate, growth, taken) => {
          const line = (at: number) => rate + growth * (at - 1000)
          const seconds = run(30, (at) => line(at) * (at === 1010 ? 1 - taken : 1))
          expect(lossesOf(seconds, [during(1010)])[0]).toBeCloseTo(taken, 6)
        },
      ),
    )
  })

  test('a look that crosses a second touches both; the seconds of others are not usual', () => {
    const seconds = run(30, (at) => ([1010, 1011].includes(at) ? 900 : at === 1013 ? 1 : 1000))
    expect(lossesOf(seconds, [during(1010, 1011)], [during(1010, 1011), during(1013)])[0]).toBeCloseTo(0.2)
  })

  test.each([
    ['at the beginning', during(1000)],
    ['at the end', during(1029)],
    ['beyond it', during(1040)],
  ])('%s nothing says what is usual', (_, one) => {
    expect(
      lossesOf(
        run(30, () => 1000),
        [one],
      ),
    ).toEqual([])
  })

  test('their mean has an interval', () => {
    const { mean, low, high, count } = meanWithin([1, 2, 3, 4])
    // Student's t of 0.975 with 3 degrees of freedom is 3.182; the standard error is 0.6455.
    expect([mean, count]).toEqual([2.5, 4])
    expect([low, high].map((value) => value.toFixed(2))).toEqual(['0.45', '4.55'])
  })
})
