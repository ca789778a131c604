import { describe, expect, test } from 'vitest'
import type { JudgedAt } from '../../../functions/model/performance-verdict.ts'
import { choose, type Kept } from '../../../functions/performance/choose.ts'
import { seriesOf } from '../../../functions/performance/percentiles.ts'
import { commandIn, timesOf } from '../../../scripts/migrate/times.ts'
import { AT, HOUR } from './snapshots.ts'

const MINUTE = HOUR / 60
/** The hours before a deploy at AT, and its own snapshots. */
const hours = (from: number, to = 0): Kept[] =>
  Array.from({ length: from - to }, (_, i) => ({ at: AT - (from - i) * HOUR, moment: null }))
const own: Kept[] = [
  { at: AT, moment: 'start' },
  { at: AT + 5 * MINUTE, moment: 'end' },
  { at: AT + 15 * MINUTE, moment: 'warm' },
]

const hour = (at: number | null) => (at === null ? null : (at - AT) / HOUR)

const chosen = (judgedAt: JudgedAt, kept: Kept[], after: number) => {
  const { start, from, baselines } = choose(judgedAt, kept, AT, AT + after)
  return [hour(start), hour(from), ...baselines.map((one) => [one.kind, hour(one.from), hour(one.to)])]
}

describe('what a verdict is held against', () => {
  const quarter = 20 * MINUTE
  test.each<[string, unknown[], unknown[]]>([
    [
      'at its end: nothing is judged by time',
      chosen('end', [...hours(49), ...own], 5 * MINUTE),
      [0, null, ['before', -1, 0]],
    ],
    [
      'after 15 minutes',
      chosen('15min', [...hours(49), ...own], quarter),
      [0, 0.25, ['before', -1, 0], ['same-hour', -24, -23], ['same-hour', -48, -47]],
    ],
    [
      'after a day: the day before',
      chosen('24h', [...hours(49), ...own], 24 * HOUR),
      [0, 0.25, ['before', -25, 0], ['same-hour', -48, -24]],
    ],
    [
      'without a snapshot of before: the hour’s',
      chosen('15min', [...hours(3), ...own.slice(1)], quarter),
      [-1, 0.25, ['before', -2, -1]],
    ],
    ['without any', chosen('15min', own.slice(1), quarter), [null, 0.25]],
    ['the first hours of a target', chosen('15min', own, quarter), [0, 0.25]],
    [
      'a snapshot of four hours ago says nothing of just before',
      chosen('15min', [{ at: AT - 4 * HOUR, moment: null }, ...own], quarter),
      [0, 0.25],
    ],
    [
      'one of five minutes ago neither',
      chosen('15min', [{ at: AT - 5 * MINUTE, moment: null }, ...own], quarter),
      [0, 0.25],
    ],
    [
      'asked: since the hour’s, whatever deploys there are',
      chosen('asked', [...hours(49), ...own], -MINUTE * 30),
      [-1, -1, ['before', -2, -1], ['same-hour', -25, -24], ['same-hour', -49, -48]],
    ],
    [
      'asked just after the hour’s: since the one before',
      chosen('asked', hours(3), -HOUR + MINUTE),
      [-2, -2, ['before', -3, -2]],
    ],
    ['asked of a target with one snapshot', chosen('asked', hours(1), -HOUR + MINUTE), [-1, -1]],
    ['asked of a target with none', chosen('asked', own, HOUR), [null, null]],
    ['where the cache’s warming was not seen', chosen('1h', own.slice(0, 1), HOUR), [0, null]],
    [
      'later: the last hour',
      chosen('later', [...hours(3), ...own, { at: AT + 29.5 * HOUR, moment: null }], 30.5 * HOUR),
      [0, 29.5, ['before', -1, 0]],
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected)
  })
})

const run = (ms: number, outcome: 'applied' | 'failed' = 'applied') => ({
  migration: '0001',
  at: AT + ms,
  ms,
  outcome,
  statements: [{ statement: 1, command: 'CREATE TABLE', ms }],
})

const ran = (migration: string, statement: number) => ({ migration, statement, excerpt: 'select 1', ms: 1.25 })

describe('how long migrations took', () => {
  test('percentiles are of what was measured, of those that were applied', () => {
    const series = seriesOf('shop', [run(9999, 'failed'), ...Array.from({ length: 100 }, (_, i) => run(i + 1))])
    expect(series.migrations).toEqual({ count: 100, p50: 50, p95: 95, p99: 99 })
    expect(series.commands).toEqual([{ command: 'CREATE TABLE', times: series.statements }])
    expect(seriesOf('shop', []).migrations).toBeNull()
  })

  test.each([
    ['create table "secret" (id int)', 'CREATE TABLE'],
    ['-- why\nCREATE UNIQUE INDEX CONCURRENTLY a on b (c)', 'CREATE UNIQUE INDEX'],
    ['create or replace function f()', 'CREATE OR REPLACE FUNCTION'],
    ["insert into users values ('x')", 'INSERT'],
    ['DROP TABLE users', 'DROP TABLE'],
    ["alter role x password 'y'", 'ALTER ROLE'],
    ['(select 1)', 'STATEMENT'],
    ['', 'STATEMENT'],
  ])('%j is told as %s, without a name', (sql, command) => {
    expect(commandIn(sql)).toBe(command)
  })

  test('each migration of a run, and which of them failed', () => {
    expect(timesOf([ran('a', 1), ran('a', 2), ran('b', 1)], 'b', AT)).toMatchObject([
      { migration: 'a', ms: 2.5, outcome: 'applied', statements: [{ statement: 1 }, { statement: 2 }] },
      { migration: 'b', ms: 1.3, outcome: 'failed' },
    ])
  })
})
