import { expect, test } from 'vitest'
import { readWeights } from '../../../functions/collect/weights.ts'

const row = {
  schema: 'public',
  name: 't',
  rows: 1,
  bytes: 8192,
  writes: 6000,
  counted_seconds: 600,
  writes_since_analyze: 240,
  analyzed_seconds: 120,
}

const rate = async (own: Partial<Record<keyof typeof row, unknown>>) =>
  (await readWeights({ query: async () => [{ ...row, ...own }] as never }, '')).get('public\nt')?.writesPerSecond

test.each([
  ['since the last analyze', {}, 2],
  ['since the counters began, where the last analyze is just over', { analyzed_seconds: 5 }, 10],
  ['since the counters began, where nothing was analysed', { analyzed_seconds: null, writes_since_analyze: 0 }, 10],
  ['not known, where the counters were never reset', { analyzed_seconds: null, counted_seconds: null }, null],
  ['not known, where both are too young', { analyzed_seconds: 5, counted_seconds: 10 }, null],
] as const)('writes a second: %s', async (_, own, expected) => {
  expect(await rate(own)).toBe(expected)
})

test('an answer of another form is a failure, not a weight', async () => {
  await expect(rate({ rows: 'many' })).rejects.toThrow('another form')
})
