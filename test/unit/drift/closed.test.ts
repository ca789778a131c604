import { describe, expect, test } from 'vitest'
import { closedUnknowns, withoutKinds } from '../../../functions/drift/closed.ts'

const kinds = (texts: readonly string[], ...all: string[]) =>
  withoutKinds(
    all.map((kind) => ({ kind })),
    texts,
  ).map(({ kind }) => kind)

describe('without the kinds of some texts', () => {
  test.each<[string[], string[], string[]]>([
    [['policies'], ['policy', 'table'], ['table']],
    [['roles'], ['role', 'member', 'privilege'], ['privilege']],
    [['unmodelled'], ['unmodelled language', 'unmodelled base type', 'table'], ['table']],
    [[], ['policy', 'unmodelled language'], ['policy', 'unmodelled language']],
    [['a text of another version'], ['policy'], ['policy']],
  ])('%j', (texts, all, left) => expect(kinds(texts, ...all)).toEqual(left))
})

test('each catalog that is closed is one unknown, with how it was refused', () => {
  const failure = { stage: 'query', sqlstate: '42501', reason: 'denied', mend: 'grant select on …' } as const
  const without = [
    { catalog: 'pg_policy', texts: ['comments', 'policies'] },
    { catalog: 'pg_enum', texts: ['types', 'new text'] },
  ]
  expect(closedUnknowns(without, new Map([['pg_policy', failure]]))).toEqual([
    {
      key: 'drift:closed:pg_policy',
      check: 'drift',
      subject: 'comment, policy',
      reason: 'denied: nothing of these kinds could be read; all else was compared',
      mend: 'grant select on …',
    },
    {
      key: 'drift:closed:pg_enum',
      check: 'drift',
      subject: 'composite, domain, enum, new text',
      reason: 'pg_enum is closed: nothing of these kinds could be read; all else was compared',
      mend: null,
    },
  ])
})
