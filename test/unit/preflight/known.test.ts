import { expect, test } from 'vitest'
import { factsOfNames, knownFrom } from '../../../functions/preflight/known/from-facts.ts'
import { indexesOf, tableIn } from '../../../functions/preflight/known/known.ts'
import { sqlParser } from '../../../scripts/parser.ts'

const parser = await sqlParser()

const FACTS = [
  { key: 'table:public.links', parent: null, value: 'table' },
  { key: 'column:public.links.id', parent: 'table:public.links', value: 'integer not null' },
  { key: 'constraint:public.links.links_pkey', parent: 'table:public.links', value: 'PRIMARY KEY (id)' },
  {
    key: 'index:public.by_url',
    parent: 'table:public.links',
    value: 'CREATE INDEX by_url ON public.links USING btree (url)',
  },
  { key: 'table:public."My ""Files"""', parent: null, value: 'table' },
  { key: 'column:public."My ""Files""".id', parent: 'table:public."My ""Files"""', value: 'integer' },
  { key: 'table:public.others', parent: null, value: 'table' },
  { key: 'column:public.others.links', parent: 'table:public.others', value: 'integer' },
]
const keys = (...names: string[]) => factsOfNames(FACTS, names).map(({ key }) => key)

test('facts of the tables that bear a name, and what is theirs; a column of that name is no reason', () => {
  expect(keys('links')).toEqual(FACTS.slice(0, 4).map(({ key }) => key))
  expect(keys('id', 'public')).toEqual([])
  expect(keys('My "Files"')).toEqual(FACTS.slice(4, 6).map(({ key }) => key))
  expect(keys('by_url')).toEqual(['index:public.by_url'])
})

test('what is known of them', () => {
  const known = knownFrom(factsOfNames(FACTS, ['links']), parser)
  const links = { schema: 'public', name: 'links' }
  expect(tableIn(known, links)?.columns.get('id')).toMatchObject({ notNull: true, pending: false })
  expect(
    indexesOf(known, links)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['by_url', 'links_pkey'])
  expect(tableIn(known, { schema: 'public', name: 'others' })).toBeUndefined()
})
