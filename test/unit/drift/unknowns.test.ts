import { describe, expect, test } from 'vitest'
import type { Difference } from '../../../functions/drift/compare.ts'
import { stubUnknowns, trust, unmodelledUnknowns } from '../../../functions/drift/unknowns.ts'
import type { Fault } from '../../../functions/model/blueprint.ts'

const difference = (key: string, ...parents: string[]): Difference => ({
  key,
  direction: 'extra',
  blueprint: null,
  target: '',
  parent: parents.join('\n') || null,
  expected: { now: null, next: null, removedBy: null },
  early: false,
})

const fault = (statement: number, ...unknown: string[]): Fault => ({
  kind: 'failed',
  migration: '0001_a',
  file: '0001_a.sql',
  statement,
  line: statement,
  sqlstate: '42P01',
  message: 'no such thing',
  excerpt: '',
  unknown,
})

describe('what a failed statement leaves unknown', () => {
  test.each([
    ['the table itself', difference('table:public.t'), false],
    ['a part of it', difference('column:public.t.a', 'table:public.t'), false],
    ['its index', difference('index:public.i', 'table:public.t'), false],
    ['a view of it', difference('view:public.v', 'column:public.t.a'), false],
    ['a comment on its column', difference('comment:column:public.t.a', 'column:public.t.a'), false],
    ['a policy with brackets in its name', difference('policy:public.t."of (t)"', 'table:public.t'), false],
    ['a table with a longer name', difference('table:public.tt'), true],
    ['a table of another schema', difference('table:app.t'), true],
  ])('%s', (_, one, trusted) => {
    expect(trust([one], [fault(1, 'public.t')]).trusted).toEqual(trusted ? [one] : [])
  })

  test('a function is meant by its name, with any arguments', () => {
    expect(trust([difference('function:public.f(integer)')], [fault(1, 'public.f')]).trusted).toEqual([])
  })

  test('is everything where the statement could have made anything', () => {
    const { trusted, unknowns } = trust([difference('table:public.t')], [fault(3, '*'), fault(4, 'public.t')])
    expect(trusted).toEqual([])
    expect(unknowns).toMatchObject([{ key: 'drift:0001_a.sql#3', subject: 'the catalog' }])
  })

  test('is told even where nothing differs, once for the same names', () => {
    const { unknowns } = trust(
      [],
      [fault(1, 'public.t'), fault(2, 'public.t'), fault(3), fault(4, 'public.t', 'public.u')],
    )
    expect(unknowns).toMatchObject([
      { key: 'drift:0001_a.sql#1', subject: 'public.t', reason: expect.stringContaining('statement 1, line 1') },
      { key: 'drift:0001_a.sql#4', subject: 'public.t, public.u' },
    ])
  })
})

const stub = (extension: string) => ({ extension, migration: '0001_a', reason: 'PGlite does not have it' })

const told = (platform: 'supabase' | 'none', extension: string, ...keys: string[]) =>
  stubUnknowns(
    { platform, stubs: [stub(extension)] },
    keys.map((key) => difference(key)),
  ).length

describe('an extension that the replay passed over', () => {
  test.each([
    ['is unknown where the target lacks it', 1, told('none', 'postgis')],
    ['is as declared where the target has it', 0, told('none', 'postgis', 'extension:postgis')],
    ['is found by its quoted name', 0, told('none', 'uuid-ossp', 'extension:"uuid-ossp"')],
    ['is no question where the platform brings it', 0, told('supabase', 'pg_graphql')],
    ['is one on a plain PostgreSQL', 1, told('none', 'pg_graphql')],
  ])('%s', (_, wanted, found) => expect(found).toBe(wanted))
})

test('kinds that are only counted are unknown, by schema', () => {
  const group = { schema: 'public', digest: 'x', count: 3 }
  expect(
    unmodelledUnknowns([
      { ...group, kind: 'unmodelled rule' },
      { ...group, kind: 'table' },
    ]),
  ).toMatchObject([{ key: 'drift:unmodelled rule:public', subject: '3 × rule in schema public' }])
})
