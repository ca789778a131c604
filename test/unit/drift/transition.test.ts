import { describe, expect, test } from 'vitest'
import { sampleTables } from '../../../functions/drift/rebuild/samples.ts'
import { transition } from '../../../functions/drift/rebuild/transition.ts'
import type { Fact } from '../../../functions/model/fact.ts'

const fact = (key: string, value: string, ...parents: string[]): Fact => ({
  key,
  value,
  parent: parents.join('\n') || null,
})

const TABLE = fact('table:public.t', 'table', 'schema:public')
const column = (name: string, value: string) => fact(`column:public.t.${name}`, value, TABLE.key)
const mood = (labels: string) => fact('enum:public.mood', `enum (${labels})`, 'schema:public')
const sqlOf = (from: readonly Fact[], to: readonly Fact[], remake?: ReadonlySet<string>) =>
  transition(from, to, remake).map(({ sql }) => sql)

describe('the steps from one catalog to another', () => {
  test('none where both are one', () => {
    const facts = [
      TABLE,
      column('id', 'integer'),
      fact('view:public.v', 'as SELECT t.id FROM public.t;', 'column:public.t.id'),
    ]
    expect(sqlOf(facts, facts)).toEqual([])
  })

  test('an index under another name is renamed, not built again', () => {
    const index = (name: string) =>
      fact(`index:public.${name}`, `CREATE INDEX ${name} ON public.t USING btree (id)`, TABLE.key)
    expect(sqlOf([TABLE, index('a')], [TABLE, index('b')])).toEqual(['alter index public.a rename to b;'])
    const other = fact('index:public.b', 'CREATE UNIQUE INDEX b ON public.t USING btree (id)', TABLE.key)
    expect(sqlOf([TABLE, index('a')], [TABLE, other])).toHaveLength(2)
  })

  test('an enum that loses a label is made anew, its column moved and its default kept', () => {
    const used = column('m', `public.mood not null default 'a'::public.mood`)
    const [step, ...others] = transition([mood(`'a', 'b'`), TABLE, used], [mood(`'a'`), TABLE, used])
    expect(others).toEqual([])
    expect(step?.sql.split('\n')).toEqual([
      'alter type public.mood rename to "mood__old";',
      `create type public.mood as enum ('a');`,
      'alter table public.t alter column m drop default;',
      'alter table public.t alter column m type public.mood using m::text::public.mood;',
      `alter table public.t alter column m set default 'a'::public.mood;`,
      'drop type public."mood__old";',
    ])
    expect(step?.destructive).toContain(`while a row holds 'b'`)
  })

  test('what stands in the way is put aside and brought back', () => {
    const view = fact('view:public.v', 'as SELECT t.id FROM public.t;', 'column:public.t.id', 'schema:public')
    const steps = transition(
      [TABLE, column('id', 'integer'), view],
      [TABLE, column('id', 'bigint'), view],
      new Set([view.key]),
    )
    expect(steps.map(({ purpose, sql }) => [purpose, sql.split(' ').slice(0, 2).join(' ')])).toEqual([
      ['aside', 'drop view'],
      ['change', 'alter table'],
      ['back', 'create view'],
    ])
  })
})

describe('what is lost is said', () => {
  test.each([
    ['a table', [TABLE, column('a', 'text')], [], 'every row of public.t'],
    ['a column', [TABLE, column('a', 'text')], [TABLE], 'the values of public.t.a'],
    ['a computed column: nothing', [TABLE, column('a', 'integer generated always as (1) stored')], [TABLE], null],
    [
      'a narrower type',
      [TABLE, column('a', 'bigint')],
      [TABLE, column('a', 'integer')],
      'what of the values of public.t.a does not fit integer; a value that cannot be cast stops it',
    ],
    ['a wider type: nothing', [TABLE, column('a', 'integer')], [TABLE, column('a', 'bigint')], null],
    [
      'a longer text: nothing',
      [TABLE, column('a', 'character varying(5)')],
      [TABLE, column('a', 'character varying(9)')],
      null,
    ],
    [
      'an array made one value',
      [TABLE, column('a', 'text[]')],
      [TABLE, column('a', 'text')],
      'all elements of public.t.a but the first',
    ],
    ['a sequence', [fact('sequence:public.s', 'as bigint start with 1')], [], 'the position of public.s'],
  ] as const)('%s', (_, from, to, lost) => {
    expect(transition(from, to).map(({ destructive }) => destructive)).toEqual([lost])
  })
})

describe('sample rows', () => {
  test('fit types of their own, and are the same where a foreign key may look', () => {
    const facts = [
      fact('enum:public.mood', `enum ('a', 'b')`),
      TABLE,
      column('id', 'uuid not null'),
      column('m', 'public.mood'),
      column('tags', 'public.mood[]'),
      column('n', 'character varying(3)'),
      column('twice', 'integer generated always as (2) stored'),
    ]
    const [sample] = sampleTables(facts)
    expect(sample?.rows[1]?.[0]).toBe(
      `insert into public.t (id, m, tags, n) overriding system value values ` +
        `('00000000-0000-4000-8000-000000000002', 'b', array['b']::public.mood[], 'le2');`,
    )
  })

  test('take a value that a check names', () => {
    const check = fact('constraint:public.t.c', `CHECK ((a = ANY (ARRAY['red'::text])))`, TABLE.key)
    expect(sampleTables([TABLE, column('a', 'text'), check])[0]?.rows[0]?.[1]).toContain(`('red')`)
  })

  test('are not put into partitions', () => {
    expect(sampleTables([fact('table:public.p', 'table partition of public.t DEFAULT')])).toEqual([])
  })
})
