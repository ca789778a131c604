import { describe, expect, test } from 'vitest'
import { lockUnknowns } from '../../../functions/drift/locks.ts'
import { LOCKED, lockIn, type Lock } from '../../../functions/model/lock.ts'

const HELD: Lock = {
  relation: 'public.users',
  pid: 1234,
  held: true,
  since: '2025-11-20T09:00:00+00:00',
  application: 'psql',
  idle: true,
  behind: null,
}

const told = (lock: Partial<Lock>) => lockUnknowns([{ key: 'view:public.v', lock: { ...HELD, ...lock } }])[0]

describe('a lock', () => {
  test.each<[string, Partial<Lock>, RegExp, RegExp]>([
    [
      'held',
      {},
      /^locked by pid 1234 \(psql\), whose transaction has been open since 2025\S+: view:public\.v /,
      /terminate/,
    ],
    ['held by one that is at work', { idle: false }, /^locked by pid 1234/, /^select pg_cancel_backend\(1234\);/],
    ['of a stranger', { since: null, application: '', idle: null }, /^locked by pid 1234: /, /cancel/],
    ['of a prepared transaction', { pid: null }, /^locked by a prepared transaction: /, /pg_prepared_xacts/],
    [
      'awaited',
      { held: false, idle: false, behind: 7 },
      /^pid 1234 \(psql\) waits for a lock on it behind pid 7 since 2/,
      /cancel/,
    ],
    ['awaited from nobody known', { held: false, since: null }, /^pid 1234 \(psql\) waits for a lock on it: /, /1234/],
  ])('%s', (_, lock, reason, mend) => {
    expect(told(lock)).toMatchObject({
      key: 'drift:locked:public.users',
      check: 'drift',
      subject: 'public.users',
      reason: expect.stringMatching(reason),
      mend: expect.stringMatching(mend),
    })
  })

  test('is told once for each relation, with the first of what it hides', () => {
    const keys = ['a', 'b', 'c', 'd', 'e', 'f']
    const locked = keys.map((key) => ({ key, lock: HELD }))
    const other = { key: 'g', lock: { ...HELD, relation: 'public.posts' } }
    const unknowns = lockUnknowns([...locked, other])
    expect(unknowns.map(({ key }) => key)).toEqual(['drift:locked:public.users', 'drift:locked:public.posts'])
    expect(unknowns[0]?.reason).toMatch(/: a, b, c, d and 2 more could only be read by waiting; all else was compared$/)
    expect(lockUnknowns([])).toEqual([])
  })
})

test.each<[string, string, Lock | null]>([
  ['a lock', LOCKED + JSON.stringify(HELD), HELD],
  ['a value', 'CREATE INDEX', null],
  ['a comment that begins like one', `${LOCKED} a comment`, null],
  ['a comment that is nearly one', `${LOCKED}{"relation":"public.users"}`, null],
])('the value of a fact may be %s', (_, value, lock) => expect(lockIn(value)).toEqual(lock))
