import { expect, test } from 'vitest'
import type { Probe } from '../../../functions/model/probe.ts'
import { nothingKnown } from '../../../functions/preflight/known/known.ts'
import { learn } from '../../../functions/preflight/known/learn.ts'
import { probesOf } from '../../../functions/preflight/probe/probes.ts'
import { parseMigration } from '../../../functions/preflight/parse/migration.ts'
import { sqlParser } from '../../../scripts/parser.ts'
import { readsOnlyIn, writesIn } from '../guard/read-only.ts'

const HOSTILE = `"x""; drop table users; --"`
const BASE = `create type e as enum ('a');
create table ${HOSTILE} (${HOSTILE} int primary key, b text, r int4range, n bigint, w int);
create table w (id int primary key, "it's" text);`

async function probes(text: string, server = 170_000): Promise<Probe[]> {
  const known = nothingKnown()
  const parser = await sqlParser()
  for (const node of parser.parse(BASE).nodes ?? []) learn(known, node, false)
  return probesOf([parseMigration(parser, { tag: '0001', file: '0001.sql', text })], {
    known,
    server,
    expression: parser.expression,
  })
}

const T = `alter table ${HOSTILE}`

test.each([
  [`${T} alter b set not null`, 1],
  [`${T} add column c int not null`, 1],
  [`${T} add check (b <> '''; drop table users; --')`, 1],
  [`${T} add unique (b)`, 1],
  [`create unique index on ${HOSTILE} (lower(b)) where b <> ';'`, 1],
  [`${T} drop constraint k; ${T} add primary key (b, n)`, 3],
  [`${T} add foreign key (w) references w`, 1],
  [`${T} add exclude using gist (r with &&) where (b <> '\\')`, 1],
  [`${T} alter b type int using b::int`, 1],
  [`${T} alter b type varchar(3)`, 1],
  [`${T} alter n type int`, 1],
  [`${T} alter b type e using b::e`, 1],
  [`${T} alter n type int using n % 7`, 1],
])('%s asks by SELECTs that only read, whatever the names are', async (text, many) => {
  for (const server of [150_000, 170_000]) {
    const made = await probes(text, server)
    expect(made).toHaveLength(many)
    for (const { count, sample, relation } of made) {
      expect(relation).toBe(`public.${HOSTILE}`)
      for (const sql of [count, sample]) {
        if (sql === null) continue
        expect(await writesIn(sql)).toEqual([])
        expect(await readsOnlyIn(sql, (schema) => schema === 'public')).toEqual([])
      }
    }
  }
})

test.each([
  'create table n (a int, b int references w); alter table n alter a set not null',
  `${T} alter b drop not null`,
  `${T} alter n type numeric`,
  `${T} add check (b <> '') not valid`,
  `create index on ${HOSTILE} (b)`,
  `${T} add column c int`,
])('%s asks nothing', async (text) => {
  expect(await probes(text)).toEqual([])
})

test('a sample has the key alone', async () => {
  const [probe] = await probes('alter table w alter "it\'s" set not null')
  expect(probe?.sample).toBe(`select id::text as id from public.w where "it's" is null limit 5`)
})

test('a table that the deploy makes and fills is unknown', async () => {
  expect(
    await probes('create table n (a int); insert into n select 1; alter table n alter a set not null'),
  ).toMatchObject([{ refused: 'the same deploy makes the table and fills it', count: null }])
})
