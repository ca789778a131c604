import { expect, test } from 'vitest'
import { addUp } from '../../../functions/drift/groups.ts'

const group = (digest: string, kind = 'view') => ({ kind, schema: 'public', count: 3, digest })

test.each<[string, string[], string[], boolean]>([
  ['as they were', ['a'], ['a'], true],
  ['changed', ['a'], ['b'], false],
  ['locked since', ['a'], ['locked b'], true],
  ['locked as before', ['locked b'], ['locked b'], true],
  ['locked, and changed', ['locked b'], ['locked c'], false],
  ['let go of since, which is when a migration commits', ['locked b'], ['a'], false],
  ['there since', [], ['a'], false],
  ['not read again', ['a'], [], true],
])('groups that are %s', (_, before, later, expected) => {
  expect(
    addUp(
      before.map((digest) => group(digest)),
      later.map((digest) => group(digest)),
    ),
  ).toBe(expected)
})
