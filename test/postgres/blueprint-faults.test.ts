import { beforeAll, describe, expect, test } from 'vitest'
import type { Blueprint, Fault } from '../../functions/model/blueprint.ts'
import { build, stateAt } from './folders.ts'

const BREAK = '--> statement-breakpoint\n'

interface Expected extends Partial<Fault> {
  line: number
}

/** One migration each, and the faults that it must have; they share one replay. */
const CASES: Record<string, { sql: string; faults: Expected[] }> = {
  syntax: {
    sql: 'create table s1 (id int);\n\ncreate tabel s2 (id int);\ncreate table s3 (id int);',
    faults: [{ kind: 'failed', statement: 2, line: 3, sqlstate: '42601', message: 'syntax error at or near "tabel"' }],
  },
  missing_table: {
    sql: `${BREAK}alter table\n  public."Gone" add column x int;`,
    faults: [{ statement: 1, line: 2, sqlstate: '42P01', unknown: ['public."Gone"'] }],
  },
  middle_of_many: {
    sql: 'create table m1 (id int);\ncreate table m2 (id no_type);\ncreate index on m2 (id);\ncreate table m3 (id int);',
    faults: [
      { statement: 2, line: 2, sqlstate: '42704', unknown: ['public.m2'], excerpt: 'create table m2 (id no_type)' },
      { statement: 3, line: 3, sqlstate: '42P01', unknown: ['public.m2'] },
    ],
  },
  inside_a_statement: {
    sql: 'create table l1 (\n  id int,\n  other int,\n  wrong no_type\n);',
    faults: [{ statement: 1, line: 4, sqlstate: '42704' }],
  },
  crlf: {
    sql: `create table c1 (id int);\r\n${BREAK.replace('\n', '\r\n')}create table c2 (\r\n  id int,\r\n  wrong no_type\r\n);\r\n`,
    faults: [{ statement: 2, line: 5 }],
  },
  multibyte: {
    sql: `-- größer 😀\ncomment on schema public is 'ü😀ü';\ncreate table "größe 😀" (\n  "ä😀" int,\n  "ö" no_type\n);`,
    faults: [{ statement: 2, line: 5, unknown: ['public."größe 😀"'] }],
  },
  not_in_transaction: {
    sql: `create table t1 (id int);\n${BREAK}create index concurrently t1_id on t1 (id);\n${BREAK}create table t2 (id int);`,
    faults: [{ kind: 'not-in-transaction', statement: 2, line: 3, sqlstate: '25001', unknown: [] }],
  },
  enum_value_used_at_once: {
    sql: `create type e as enum ('a');commit;begin;alter type e add value 'b';\ncreate table e1 (v e default 'b');`,
    faults: [{ kind: 'not-in-transaction', statement: 5, line: 2, sqlstate: '55P04' }],
  },
  enum_value_made: { sql: `create type mood as enum ('a');`, faults: [] },
  enum_value_used: {
    sql: `alter type mood add value 'b';\n${BREAK}create table e2 (v mood default 'b');`,
    faults: [{ kind: 'not-in-transaction', statement: 2, line: 3, sqlstate: '55P04' }],
  },
  own_transaction: {
    sql: 'BEGIN;\ncreate table o1 (id int);\ncreate table o2 (id no_type);\ncreate table o3 (id int);\nCOMMIT;\ncreate index concurrently on o3 (id);',
    faults: [{ statement: 3, line: 3, sqlstate: '42704', unknown: ['public.o2'] }],
  },
  rolled_back: { sql: 'create table r1 (id int);\nrollback;\ncreate table r2 (id int);', faults: [] },
  commit_and_on: {
    sql: `create table w1 (id int);\ncommit work;\nvacuum w1;\nstart transaction isolation level serializable;\ncreate table w2 (id int);\nend;`,
    faults: [],
  },
  on_commit_drop: {
    sql: `create temp table moved on commit drop as select 1 as id;\n${BREAK}create table k1 as select * from moved;`,
    faults: [],
  },
  on_commit_drop_beside_a_fault: {
    sql: `create temp table moved2 on commit drop as select 1 as id;\nselect no_such();\ncreate table k2 as select * from moved2;`,
    faults: [{ statement: 2, line: 2, sqlstate: '42883', unknown: [] }],
  },
  deferred_constraint: {
    sql: `create table d1 (id int primary key, up int references d1 deferrable initially deferred);
create table d2 (id int);
insert into d1 values (1, 2);
create table d3 (id int);`,
    faults: [{ statement: 3, line: 3, sqlstate: '23503', unknown: [] }],
  },
  leaks_settings: {
    sql: `SELECT pg_catalog.set_config('search_path', '', false);\nset default_transaction_read_only = on;\nset session_replication_role = replica;\nset role pg_monitor;`,
    faults: [],
  },
  after_leaked_settings: { sql: 'create table a1 (id int);', faults: [] },
  breakpoint_in_a_string: {
    sql: `create table b1 (id int);\ncomment on table b1 is 'before ${BREAK} after';`,
    faults: [
      { statement: 1, line: 2, sqlstate: '42601', unknown: ['*'] },
      { statement: 2, line: 3, sqlstate: '42601', unknown: ['*'] },
    ],
  },
  empty: { sql: '', faults: [] },
  only_a_comment: { sql: '-- Custom SQL migration file, put your code below! --', faults: [] },
  commented_out: {
    sql: '-- Current sql file was generated after introspecting the database\n/*\nCREATE TABLE "old" (\n"id" int);\nCREATE TABLE "app"."older" (id int);\n*/',
    faults: [{ kind: 'empty', statement: null, line: 1, sqlstate: null, unknown: ['app.older', 'public.old'] }],
  },
  atomic: {
    sql: `create function at() returns int language sql begin atomic; select case when true then 1 else 2 end; select 3; end;\ncreate table at1 (id no_type);`,
    faults: [{ statement: 2, line: 2, sqlstate: '42704' }],
  },
  drizzle_do_block: {
    sql: `DO $$ BEGIN\n ALTER TABLE "x1" ADD CONSTRAINT "fk" FOREIGN KEY ("id") REFERENCES "x2"("id");\nEXCEPTION\n WHEN duplicate_object THEN null;\nEND $$;`,
    faults: [{ statement: 1, line: 1, sqlstate: '42P01', unknown: ['public.x1'] }],
  },
  do_block: { sql: `do $$ begin execute 'select no_such()'; end $$`, faults: [{ line: 1, unknown: ['*'] }] },
  unterminated: {
    sql: `create table u1 (id int);\ncomment on table u1 is 'unterminated;`,
    faults: [{ statement: 1, line: 2, unknown: ['*'] }],
  },
  schema_and_extension: {
    sql: 'create schema "Made" authorization nobody_there;\ncomment on extension none_such is $$x$$;',
    faults: [
      { line: 1, unknown: ['"Made"'] },
      { line: 2, unknown: ['none_such'] },
    ],
  },
  discards: {
    sql: 'deallocate all; discard all; create table z1 (id int)',
    faults: [{ kind: 'not-in-transaction', statement: 2, line: 1 }],
  },
  no_semicolon: { sql: 'create table z2 (id int)', faults: [] },
}

/** What is made in spite of the faults. */
const TABLES = 's1 s3 m1 m3 c1 t1 t2 e1 e2 o1 o3 r2 w1 w2 k1 k2 d1 d2 d3 a1 z1 z2'.split(' ')

describe('a migration that fails', () => {
  let blueprint: Blueprint
  beforeAll(async () => {
    blueprint = await build(Object.fromEntries(Object.entries(CASES).map(([tag, { sql }]) => [tag, sql])))
  })

  test.each(Object.entries(CASES))('%s: says what, where and why', (tag, { faults }) => {
    const found = blueprint.content.faults.filter(({ migration }) => migration === tag)
    expect(found).toMatchObject(faults.map((fault) => ({ file: `${tag}.sql`, ...fault })))
    expect(found).toHaveLength(faults.length)
  })

  test('leaves what could be made, in every other statement and migration', () => {
    const last = blueprint.content.migrations.length - 1
    const tables = stateAt(blueprint, last).flatMap((line) => /^table:public\.(\S+) =/.exec(line)?.[1] ?? [])
    expect(tables).toEqual(TABLES.toSorted())
    expect(stateAt(blueprint, last)).toContain('index:public.t1_id = CREATE INDEX t1_id ON public.t1 USING btree (id)')
  })

  test('counts statements as its faults do', () => {
    const statements = Object.fromEntries(blueprint.content.migrations.map((own) => [own.tag, own.statements]))
    expect(statements).toMatchObject({ syntax: 3, atomic: 2, own_transaction: 6, empty: 0, only_a_comment: 0 })
  })
})

describe('a file that cannot be read as it should', () => {
  let blueprint: Blueprint
  beforeAll(async () => {
    const latin = Buffer.concat([
      Buffer.from(`create table a (id int);\ncomment on table a is 'caf`),
      Buffer.from([0xe9]),
      Buffer.from(`';`),
    ])
    blueprint = await build({ '0000_latin': latin, '0001_ok': 'create table b (id int)' })
  })

  test('is told with the offset of the byte and its line, and replayed as Drizzle would send it', () => {
    expect(blueprint.content.faults).toMatchObject([
      {
        kind: 'encoding',
        file: '0000_latin.sql',
        statement: null,
        line: 2,
        message: expect.stringContaining('byte 51 (0xe9)'),
      },
    ])
    expect(stateAt(blueprint, 1)).toContain('comment:table:public.a = caf\uFFFD')
  })
})

const row = (i: number) =>
  `insert into seeds values (${i}, 'some text that makes a row of a seed as long as rows of seeds are ${i}');`

test('a migration of 5 MB is replayed', { timeout: 120_000 }, async () => {
  const rows = Array.from({ length: 52_000 }, (_, i) => row(i)).join('\n')
  const sql = `create table seeds (id int, note text);\n${rows}\ncreate table after (id int);`
  expect(sql.length).toBeGreaterThan(5_000_000)
  const blueprint = await build({ '0000_big': sql })
  expect(blueprint.content.migrations).toMatchObject([{ statements: 52_002, adds: 5 }])
  expect(blueprint.content.faults).toEqual([])
})
