import { describe, expect, test } from 'vitest'
import { isGuarded, leftBy, madeBy } from '../../../functions/drift/attribution/made.ts'
import { withSupabase } from '../../../functions/drift/attribution/supabase.ts'
import type { Finding } from '../../../functions/model/finding.ts'

describe('what a statement makes', () => {
  test.each([
    ['create table files (id int, constraint c check (id > 0))', ['table:public.files']],
    ['CREATE UNLOGGED TABLE IF NOT EXISTS "app"."Files" ()', ['table:app."Files"']],
    ['alter table files add column workspace_id uuid', ['column:public.files.workspace_id']],
    [
      'alter table only public.files add a int default 1, add column if not exists "B" text, add constraint c unique (a)',
      ['column:public.files.a', 'column:public.files."B"', 'constraint:public.files.c'],
    ],
    [`alter table files add column note text default ', add column x int'`, ['column:public.files.note']],
    ['alter table files add unique (a), alter b add generated always as identity', []],
    ['alter table files drop column a', []],
    ['create unique index concurrently files_a on app.files (a)', ['index:app.files_a']],
    ['create index on files (a)', []],
    ['-- adds\ncreate policy "own rows" on files for select using (true)', ['policy:public.files."own rows"']],
    ['create or replace trigger t before update on files execute function f()', ['trigger:public.files.t']],
    [`create type mood as enum ('a')`, ['enum:public.mood']],
    ['create type pair as (a int)', ['composite:public.pair']],
    ['create domain email as text', ['domain:public.email']],
    ['create materialized view v as select 1', ['matview:public.v']],
    ['create or replace view v as select 1', ['view:public.v']],
    ['create or replace function f(a int) returns int language sql return 1', ['function:public.f']],
    ['create schema if not exists app', ['schema:app']],
    ['create sequence s', ['sequence:public.s']],
    [`do $$ begin create table x (); end $$`, []],
    [`insert into files values ('create table x ()')`, []],
    ['', []],
  ])('%s', (sql, keys) => expect(madeBy(sql)).toEqual(keys))
})

describe('what a statement leaves of what was made', () => {
  const made = [
    'table:public.files',
    'index:public.files_a',
    'policy:public.files."own rows"',
    'schema:app',
    'view:app.v',
  ]
  test.each([
    ['drop table files cascade', ['index:public.files_a', 'schema:app', 'view:app.v']],
    ['DROP TABLE IF EXISTS public.other, "files";', ['index:public.files_a', 'schema:app', 'view:app.v']],
    ['drop index concurrently files_a', made.filter((key) => !key.startsWith('index'))],
    ['drop policy "own rows" on files', made.filter((key) => !key.startsWith('policy'))],
    ['drop policy "own rows" on other', made],
    ['drop schema app cascade', made.slice(0, 3)],
    ['drop function files_b(int, text)', made],
    ['drop table files_b', made],
    ['alter table files drop column a', made],
    ["select 'drop table files'", made],
    ['drop', made],
  ])('%s', (sql, left) => expect(leftBy(sql, made)).toEqual(left))
})

test.each([
  ['create table if not exists a ()', true],
  ['/* again */ create or replace view v as select 1', true],
  ['alter table a add column if not exists b int', true],
  ['create table a ()', false],
  ["create table a (b text default 'if not exists')", false],
])('whether %s may run twice: %s', (sql, guarded) => expect(isGuarded(sql)).toBe(guarded))

const extra: Finding = {
  type: 'drift.extra',
  key: 'drift:function:public.f(integer)',
  severity: 'medium',
  fact: 'function:public.f(integer)',
  migration: null,
  follows: [],
  mend: [],
  target: 'CREATE FUNCTION …',
  cause: { kind: 'unmade' },
}

const row = (version: string, sql: string) => ({ version, name: 'x', makes: madeBy(sql) })

test('what one of its migrations made is said to be that one’s, the last that did; what none made stays as it was', () => {
  const rows = [
    row('1', 'create function f(a int) returns int language sql return 1'),
    row('2', 'create or replace function f(a int) returns int language sql return 2'),
  ]
  expect(withSupabase([extra], rows)).toMatchObject([{ cause: { kind: 'supabase', version: '2', migration: null } }])
  expect(withSupabase([extra], [row('1', 'create function g() returns int language sql return 1')])).toEqual([extra])
  expect(withSupabase([extra], [])).toEqual([extra])
})
