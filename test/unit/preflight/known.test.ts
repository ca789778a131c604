import { expect, test } from 'vitest'
import { factsOfNames, knownFrom, statementsFrom } from '../../../functions/preflight/known/from-facts.ts'
import { indexesOf, nothingKnown, tableIn } from '../../../functions/preflight/known/known.ts'
import { learn } from '../../../functions/preflight/known/learn.ts'
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

test('plain facts are read as the parser reads the statements that would make them', () => {
  const types = [
    'integer',
    'bigint',
    'smallint',
    'boolean',
    'text',
    'text[]',
    'uuid',
    'json',
    'jsonb',
    'bytea',
    'date',
    'real',
    'money',
    'double precision',
    'double precision[]',
    'numeric',
    'numeric(10,2)',
    'numeric(5,0)[]',
    'character varying',
    'character varying(20)',
    'character varying(20)[]',
    'character(3)',
    '"char"',
    'bit(3)',
    'bit varying(5)',
    'interval',
    'interval(3)',
    'interval day to second(3)',
    'timestamp without time zone',
    'timestamp(3) with time zone',
    'timestamp with time zone[]',
    'time(0) without time zone',
    'time with time zone',
    'name',
    'oid',
    'xml',
    'citext',
    'extensions.citext',
    'extensions.vector(3)',
    'extensions.geometry(Point,4326)',
    'public.status',
    'public.status[]',
    'public."My Type"',
    'regclass',
    'inet',
    'cidr',
    'tsvector',
    'int4range',
    'date[]',
  ]
  const endings = [
    '',
    ' not null',
    " default 'a'::text",
    ' not null default (1 + 2)',
    ' not null generated always as identity',
    ' collate "C" not null',
    ' generated always as (lower(b)) stored',
    ' storage external',
  ]
  const columns = types.flatMap((type, i) =>
    endings.map((ending, k) => ({
      key: `column:public.all_types.c${i}_${k}`,
      parent: 'table:public.all_types',
      value: `${type}${ending}`,
    })),
  )
  const indexes = [
    'CREATE INDEX i0 ON public.all_types USING btree (a)',
    'CREATE UNIQUE INDEX i1 ON public.all_types USING btree (a, b) WHERE (a > 0)',
    'CREATE INDEX i2 ON public.all_types USING gin (a)',
    'CREATE INDEX i3 ON public.all_types USING btree (lower(a))',
    'CREATE INDEX i4 ON public.all_types USING btree (a DESC)',
    'CREATE INDEX i5 ON public.all_types USING btree (a) INCLUDE (b)',
    'CREATE INDEX i6 ON public.all_types USING btree (a) (invalid)',
    'CREATE INDEX i7 ON ONLY public.all_types USING btree (a, "B c")',
    'CREATE INDEX "I 8" ON public."All" USING hash (a)',
    "CREATE INDEX i9 ON billing.all_types USING btree (a) WITH (fillfactor='70')",
  ].map((value, i) => ({ key: `index:public.i${i}`, parent: 'table:public.all_types', value }))
  const facts = [
    { key: 'table:public.all_types', parent: null, value: 'table row level security enabled' },
    { key: 'table:public."All"', parent: null, value: 'table' },
    { key: 'enum:public.status', parent: null, value: "enum ('a', 'b')" },
    ...columns,
    { key: 'column:public.later.id', parent: 'table:public.later', value: 'integer' },
    { key: 'constraint:public.all_types.k', parent: 'table:public.all_types', value: 'PRIMARY KEY (c0_0)' },
    ...indexes,
    { key: 'policy:public.all_types.p', parent: 'table:public.all_types', value: 'for select using (true)' },
  ]
  const parsed = nothingKnown()
  for (const sql of statementsFrom(facts)) for (const node of parser.parse(sql).nodes ?? []) learn(parsed, node, false)
  const known = knownFrom(facts, parser)
  expect(known.tables).toEqual(parsed.tables)
  expect([...known.indexes.values()]).toEqual([...parsed.indexes.values()])
  expect(known.enums).toEqual(parsed.enums)
  expect([...known.indexes.values()].length).toBe(11)
})
