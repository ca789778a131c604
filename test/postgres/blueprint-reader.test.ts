import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Row } from '../../functions/collect/session.ts'
import type { Group } from '../../functions/model/blueprint.ts'
import { groupsOf } from '../../scripts/blueprint/history.ts'
import { recorderOf } from '../../scripts/blueprint/recorder.ts'
import { pgliteScratch, type Scratch } from '../../scripts/blueprint/scratch.ts'
import { CATALOG, JOURNAL } from './folders.ts'

/** What a migration may do; every one of them may fail, as in life. */
const STATEMENTS = [
  'create table a (id int primary key, note text, mood text)',
  'create table b (id serial primary key, a_id int references a, note text)',
  'create table app.c (id bigint generated always as identity, note varchar(10) default now()::text)',
  'alter table a add column if not exists extra int default 1',
  'alter table a drop column if exists note cascade',
  'alter table b rename column note to text',
  'alter table b rename to bb',
  'alter table bb rename to b',
  'alter table a set schema app',
  'alter table app.a set schema public',
  'alter schema app rename to app2',
  'alter schema app2 rename to app',
  'drop table a cascade',
  'drop table if exists b, bb cascade',
  'drop schema app cascade; create schema app',
  `create type mood as enum ('sad', 'ok'); alter table a add column feeling mood default 'ok'`,
  `alter type mood add value if not exists 'happy'`,
  `alter type mood rename value 'ok' to 'fine'`,
  'alter type mood rename to temper',
  'drop type mood cascade',
  'create type pair as (x int, y int); create table pairs (p pair); create view xs as select (p).x from pairs',
  'alter type pair rename attribute x to z cascade',
  'create domain tags as text[]',
  `alter domain tags set default '{}'`,
  'alter domain tags set not null',
  `comment on domain tags is 'some tags'`,
  'create view v as select a.id, b.note from a join b on a.id = b.id',
  'create view w as select * from a join b using (id)',
  'create view vv as select * from v',
  'alter view v rename column note to remark',
  'create materialized view m as select count(*) as n from a',
  'create unique index on m (n)',
  'alter table b add column mood text, add column id2 int',
  'create function f() returns int language sql begin atomic select count(*) from a join b using (id); end',
  'create function g() returns int language sql immutable as $$ select 1 $$',
  'alter table a add column gen int default g()',
  'alter function g() rename to h',
  'alter function g() set schema app',
  'create function touch() returns trigger language plpgsql as $$ begin return new; end $$',
  'create trigger t before update on a for each row when (new.id > 1) execute function touch()',
  'alter table a disable trigger t',
  'drop trigger t on a',
  'alter function touch() rename to touched',
  'alter table a enable row level security; create policy p on a using (id in (select id from b))',
  'alter policy p on a using (true)',
  'drop policy p on a',
  `comment on column a.id is 'the key'`,
  'comment on column a.id is null',
  `comment on table b is 'b'; comment on constraint b_pkey on b is 'key'; comment on schema app is 'app'`,
  `comment on index b_pkey is 'index of the key'`,
  'comment on schema app is null',
  'create index a_note on a (note)',
  'alter index a_note rename to a_note_2',
  'alter index a_note set (fillfactor = 50)',
  'alter table b replica identity using index b_pkey',
  'drop index a_note',
  'alter table a add constraint positive check (id > 0)',
  'alter table a drop constraint positive',
  'alter table a alter column note set not null, alter column note set default $$x$$',
  'create table parted (id int, at date) partition by range (at)',
  `create table part1 partition of parted for values from ('2025-01-01') to ('2026-01-01')`,
  'alter table parted add column more text; create index on parted (id)',
  'alter table parted detach partition part1',
  `alter table parted attach partition part1 for values from ('2025-01-01') to ('2026-01-01')`,
  'create table child () inherits (b)',
  'alter table child no inherit b',
  'create sequence s owned by a.id',
  'alter sequence s owned by none',
  'alter sequence s increment by 5',
  'create extension citext',
  'drop extension citext',
  'create table ci (name citext)',
  'create extension citext with schema app',
  'alter extension citext set schema app',
  'alter extension citext add table a',
  'alter extension citext drop table a',
  'create aggregate total (int) (sfunc = int4pl, stype = int)',
  'create rule r as on insert to a do also nothing',
  'create statistics st on id, note from a',
  `do $$ begin if to_regclass('a') is not null then execute 'alter table a ' || 'rename column id to ident'; end if; end $$`,
  `create function rename_it() returns void language plpgsql as $$ begin execute 'alter table a rename to aa'; end $$`,
  'select rename_it()',
  'alter table aa rename to a',
  'create role walker; create policy walk on a to walker using (true)',
  'create temp table scratch (id int); drop table scratch',
  'create table made as select 1 as one',
  'vacuum analyze',
  'alter rule r on a rename to rr',
  'alter table a disable rule rr',
  `comment on rule rr on a is 'quiet'`,
  'create rule more as on update to b do also update a set note = new.note where a.id = new.a_id',
  'alter statistics st set statistics 100',
  `comment on statistics st is 'both'`,
  'alter statistics st rename to st2',
  'alter table a alter column id set statistics 100, alter column id set (n_distinct = 5)',
  `alter aggregate total (int) rename to sum2; comment on aggregate sum2 (int) is 'sum'`,
  'alter function g() rename to h2; create function add2(int, int) returns int language sql immutable return $1 + $2',
  'create aggregate total2 (int) (sfunc = add2, stype = int); alter function add2 rename to add3',
  `create type span as range (subtype = float8); comment on type span is 'from, to'; create table spans (s span)`,
  'alter type span rename to stretch',
  'alter type stretch set schema app',
  'create operator ### (leftarg = int, rightarg = int, function = int4pl)',
  'alter operator ### (int, int) set (restrict = eqsel)',
  'drop operator ### (int, int)',
  'create function a_to_int(a) returns int language sql immutable as $$ select 1 $$; create cast (a as int) with function a_to_int(a)',
  `comment on cast (a as int) is 'its key'`,
  `create collation nd (provider = icu, locale = 'und', deterministic = false); create table cold (name text collate nd)`,
  'alter collation nd rename to nodet',
  'create text search dictionary simp (template = simple); create text search configuration cfg (copy = simple)',
  'alter text search dictionary simp (accept = false)',
  'alter text search configuration cfg alter mapping for asciiword with simp',
  'alter text search dictionary simp rename to simple2',
  'alter text search configuration cfg drop mapping for email',
  'create function et() returns event_trigger language plpgsql as $$ begin end $$; create event trigger ev on ddl_command_end execute function et()',
  'alter event trigger ev disable',
  'alter function et() rename to et2',
  'drop event trigger ev',
  'create publication pub for table a',
  'alter publication pub add table b (id) where (id > 1)',
  'alter publication pub rename to pub2',
  'alter publication pub2 add tables in schema app',
  `alter publication pub2 set (publish = 'insert')`,
  'drop publication pub2',
  'create foreign data wrapper fw; create server srv foreign data wrapper fw',
  `create foreign table ft (x int options (n 'm'), check (x > 0)) server srv options (t 'u')`,
  `alter server srv rename to srv2`,
  `alter foreign table ft add column y text, options (set t 'v')`,
  `create user mapping for public server srv2 options (user 'a')`,
  'drop user mapping for public server srv2',
  `comment on foreign table ft is 'far'; comment on server srv2 is 'there'`,
  'alter foreign data wrapper fw rename to fw2',
  'drop foreign data wrapper fw2 cascade',
  'create operator family fam using btree; create operator class oc for type int using btree family fam as operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 btint4cmp(int4, int4); create index a_oc on a (id oc)',
  'alter operator class oc using btree rename to oc2',
  'alter operator family fam using btree add function 1 (int4, int8) btint48cmp(int4, int8)',
  'select lo_create(1)',
]

/** What random migrations find, so that most of what they do is not in vain. */
const BEGINNING = STATEMENTS.filter((sql) => /^create (?:table [ab] |type|view (?:v|w) |table parted)/.test(sql))

/** Public and app as they were at first, and nothing else. */
const RESET = `rollback; drop extension if exists citext cascade; drop schema if exists public, app, app2 cascade;
  create schema public; create schema app; drop role if exists walker; discard temp;
  drop publication if exists pub, pub2; drop event trigger if exists ev; drop foreign data wrapper if exists fw, fw2 cascade;
  select lo_unlink(oid) from pg_catalog.pg_largeobject_metadata`

describe('reading only what changed', () => {
  let db: Scratch
  beforeAll(async () => {
    db = await pgliteScratch(['citext'])
  })
  afterAll(() => db.close())

  const open = () => recorderOf(db, CATALOG, JOURNAL, 180_000)

  /** Both histories of some migrations, as the groups of a blueprint: read as it is done, and read in full. */
  async function recorded(migrations: readonly (readonly string[])[]): Promise<{ quick: Group[]; thorough: Group[] }> {
    for (const sql of RESET.split(';')) await db.exec(sql)
    const [quick, thorough] = [open(), open()]
    await quick.record(-1, true)
    await thorough.record(-1, true)
    for (const [position, statements] of migrations.entries()) {
      for (const sql of statements) await db.exec(sql).catch(() => db.exec('rollback'))
      const [some, all] = [await quick.record(position, false), await thorough.record(position, true)]
      expect(some, `after ${statements.join('; ')}`).toEqual(all)
    }
    return { quick: groupsOf(quick.history), thorough: groupsOf(thorough.history) }
  }

  test('is the same as reading everything, statement by statement', { timeout: 60_000 }, async () => {
    const { quick, thorough } = await recorded(STATEMENTS.map((sql) => [sql]))
    expect(quick).toEqual(thorough)
  })

  test('is the same as reading everything, whatever the migrations do', { timeout: 120_000 }, async () => {
    const migration = fc.array(fc.constantFrom(...STATEMENTS), { minLength: 1, maxLength: 6 })
    const folder = fc.array(migration, { minLength: 1, maxLength: 8, size: 'max' })
    const same = fc.asyncProperty(folder, async (migrations) => {
      const { quick, thorough } = await recorded([BEGINNING, ...migrations])
      expect(quick).toEqual(thorough)
    })
    await fc.assert(same, { numRuns: 15 })
  })

  test('reads everything neither for a new table nor for a new column', async () => {
    for (const sql of RESET.split(';')) await db.exec(sql)
    const asked: string[] = []
    const query = <R extends Row>(sql: string) => (asked.push(sql), db.query<R>(sql))
    const recorder = recorderOf({ ...db, query }, CATALOG, JOURNAL, 180_000)
    await recorder.record(-1, true)
    for (const [position, sql] of ['create table a (id int)', 'alter table a add column b int'].entries()) {
      await db.exec(sql)
      asked.length = 0
      await recorder.record(position, false)
      expect(asked).not.toContain('execute plumbline_all')
    }
  })
})
