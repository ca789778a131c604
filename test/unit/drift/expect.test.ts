import { describe, expect, test } from 'vitest'
import { expectedOf } from '../../../functions/drift/expect.ts'
import { openShards } from '../../../functions/drift/groups.ts'
import { severityOf } from '../../../functions/drift/severity.ts'
import type { FactVersion, Mark } from '../../../functions/model/blueprint.ts'

const version = (value: string, since: number, until: number | null): FactVersion => ['k', null, value, since, until]

describe('what is expected of a fact', () => {
  const life = [version('a', 0, 2), version('b', 2, 3), version('c', 5, null)]

  test.each([
    ['nothing applied', [], null, { value: 'a', by: 0 }],
    ['made', [true], 'a', { value: 'b', by: 2 }],
    ['changed', [true, true, true], 'b', { value: null, by: 3 }],
    ['removed', [true, true, true, true], null, { value: 'c', by: 5 }],
    ['made again', [true, true, true, true, true, true], 'c', null],
    ['a change that is not applied leaves what was', [true, true, false, false, true], 'a', { value: 'b', by: 2 }],
    ['what was passed over before is no longer next', [false, false, true], 'b', { value: null, by: 3 }],
  ])('%s', (_, applied, now, next) => {
    const expected = expectedOf(life, applied)
    expect(expected.now?.value ?? null).toBe(now)
    expect(expected.next && { value: expected.next.value, by: expected.next.by }).toEqual(next)
  })

  test('the scratch database before the first migration counts as applied', () => {
    expect(expectedOf([version('x', -1, null)], []).now).toMatchObject({ value: 'x', since: -1 })
  })

  test('what was removed names who removed it', () => {
    expect(expectedOf(life, [true, true, true, true]).removedBy).toBe(3)
    expect(expectedOf(life, [true, true, true]).removedBy).toBeNull()
  })
})

const live = (shard: number, digest: string, count: number) => ({ shard, digest, count })

describe('the shards to look into', () => {
  const marks: Mark[] = [
    [0, 2, 'aa'],
    [4, 3, 'bb'],
  ]
  const shards = {
    shards: [
      { marks, ref: 'a' },
      { marks: [], ref: 'b' },
    ],
  }

  test.each([
    ['none, where all agree', [live(0, 'aa', 2)], 2, undefined, []],
    ['the one that differs', [live(0, 'xx', 2)], 2, undefined, [0]],
    ['one that the target does not have', [], 2, undefined, [0]],
    ['one that the blueprint does not have', [live(0, 'aa', 2), live(1, 'x', 1)], 2, undefined, [1]],
    ['by what holds at the position', [live(0, 'aa', 2)], 4, undefined, [0]],
    ['one that a skipped migration would have changed', [live(0, 'aa', 2)], 2, new Set([4]), [0]],
    ['all, where digests mean nothing', null, 2, undefined, [0, 1]],
  ])('%s', (_, digests, position, also, wanted) => expect(openShards(shards, digests, position, also)).toEqual(wanted))
})

const rated = (key: string, blueprint: string | null, target: string | null, early = false) =>
  severityOf({
    key,
    direction: blueprint === null ? 'extra' : target === null ? 'missing' : 'changed',
    blueprint,
    target,
    parent: null,
    expected: { now: null, next: null, removedBy: null },
    early,
  })

describe('how urgent a difference is', () => {
  test.each([
    ['row security lost', rated('table:public.t', 'table row level security enabled', 'table'), 'critical'],
    [
      'row security no longer forced',
      rated('table:public.t', 'table row level security enabled and forced', 'table row level security enabled'),
      'critical',
    ],
    ['row security gained', rated('table:public.t', 'table', 'table row level security enabled'), 'high'],
    ['a policy more', rated('policy:public.t.p', null, 'x'), 'critical'],
    ['an index less', rated('index:public.i', 'x', null), 'medium'],
    ['a comment', rated('comment:table:public.t', 'x', 'y'), 'low'],
    ['what a pending migration will make', rated('index:public.i', null, 'x', true), 'high'],
    ['a kind that is new', rated('novelty:public.n', null, 'x'), 'medium'],
  ])('%s: %s is %s', (_, found, wanted) => expect(found).toBe(wanted))
})
