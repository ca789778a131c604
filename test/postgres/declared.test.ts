import postgres from 'postgres'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import type { Declaration } from '../../functions/model/declared.ts'
import { SERVER_VERSIONS, type ServerVersion } from '../../scripts/postgres/server.ts'
import { serverUrl } from '../support/database.ts'
import { build, type Migrations } from './folders.ts'
import { buildOn17, lookAt, ofType, withTarget, type Target } from './target.ts'

/** Roles belong to the server: these are of this test alone. */
const app = `declared_${crypto.randomUUID().slice(0, 8)}`
const lead = `${app}_lead`

const lineOf = (one: Declaration) => {
  const life = `${one.by}${one.since === one.by ? '' : `/${one.since}`}–${one.until ?? ''}`
  return `${life} ${one.fact}: ${one.says === 'value' ? `= ${one.value}` : [...one.holds, ...one.lacks.map((word) => `-${word}`)].join(' ')}`
}

/** What migrations declare, in PGlite, as lines. */
async function declaredBy(migrations: Migrations): Promise<string[]> {
  const { content } = await build(migrations, { platform: 'supabase' })
  expect(content.faults).toEqual([])
  return content.declared.map(lineOf).toSorted()
}

const START = `create table a (id int, note text); create table "B b" (id int); create schema app; create table app.c (id int);
create function f(int) returns int language sql as 'select 1'; create role team; create role boss;`

describe('what statements declare', () => {
  test('each of its kind, and nothing more than it says', async () => {
    const declared = await declaredBy({
      '0000_start': START,
      '0001_grants': `grant select, insert on a to anon; grant update (note) on a to team with grant option;
set search_path = app; grant select on c to anon; grant usage on schema app to anon;
--> statement-breakpoint
set search_path = public; revoke execute on function f(int) from public, anon; revoke grant option for select on a from team;`,
      '0002_owners': `alter table a owner to postgres; alter function f(int) owner to team; create schema "Of team" authorization team;`,
      '0003_roles': `create role "New r" login bypassrls; alter role team nologin; grant team to anon; grant boss to team with admin option;
alter role authenticator set statement_timeout = '3s'; alter role authenticator set pgrst.jwt_secret = 'hidden';
alter default privileges in schema public revoke all on tables from anon; alter default privileges for role team grant execute on functions to anon;`,
    })
    expect(declared.join('\n')).toMatchInlineSnapshot(`
      "1– privilege:column:public.a.note/team: UPDATE UPDATE with grant option
      1– privilege:function:public.f(integer)/anon: -EXECUTE
      1– privilege:function:public.f(integer)/public: -EXECUTE
      1– privilege:schema:app/anon: USAGE
      1– privilege:table:app.c/anon: SELECT
      1– privilege:table:public.a/anon: INSERT SELECT
      1– privilege:table:public.a/team: -SELECT with grant option
      2– owner:function:public.f(integer): = team
      2– owner:schema:"Of team": = team
      2– owner:table:public.a: = postgres
      3– default_privilege:postgres in public/tables/anon: -DELETE -INSERT -MAINTAIN -REFERENCES -SELECT -TRIGGER -TRUNCATE -UPDATE
      3– default_privilege:team/functions/anon: EXECUTE
      3– member:boss/team: admin true set true
      3– member:team/anon: set true
      3– role:"New r": bypassrls login
      3– role:team: nologin
      3– setting:role/authenticator/pgrst.jwt_secret: = not shown: sha256 29284a9092db
      3– setting:role/authenticator/statement_timeout: = 3s"
    `)
    expect(declared.join('\n')).not.toContain('hidden')
  })

  test('the last word counts, names are followed, what is dropped lapses', async () => {
    expect(
      await declaredBy({
        '0000_start': START,
        '0001_all': `grant all on all tables in schema app to team; grant select on a, "B b" to team; grant execute on function f to team;`,
        '0002_less': `revoke insert, maintain on app.c from team; grant select on a to team; create table app.later (id int);`,
        '0003_names': `alter table a rename to a2; alter table app.c set schema public; alter role team rename to "the team"; drop function f(int);`,
        '0004_gone': `drop table a2;`,
      }),
    ).toMatchInlineSnapshot(`
      [
        "1/2–3 privilege:table:app.c/team: DELETE REFERENCES SELECT TRIGGER TRUNCATE UPDATE",
        "1/3– privilege:table:public."B b"/"the team": SELECT",
        "1/3– privilege:table:public.c/"the team": DELETE REFERENCES SELECT TRIGGER TRUNCATE UPDATE",
        "1–2 privilege:table:app.c/team: DELETE INSERT REFERENCES SELECT TRIGGER TRUNCATE UPDATE",
        "1–2 privilege:table:public.a/team: SELECT",
        "1–3 privilege:function:public.f(integer)/team: EXECUTE",
        "1–3 privilege:table:public."B b"/team: SELECT",
        "2/3– privilege:table:public.c/"the team": -INSERT -MAINTAIN",
        "2/3–4 privilege:table:public.a2/"the team": SELECT",
        "2–3 privilege:table:app.c/team: -INSERT -MAINTAIN",
        "2–3 privilege:table:public.a/team: SELECT",
      ]
    `)
  })

  test('a DO block: what it changes, and what it says in so many words', async () => {
    expect(
      await declaredBy({
        '0000_start': START,
        '0001_block': `do $$ begin
  if exists (select from pg_roles where rolname = 'anon') then grant select on a to anon; end if;
  if false then grant delete on a to team; end if;
  execute format('grant %s on %I to team', 'update', 'B b');
  create table made (id int);
exception when duplicate_object then null;
end $$`,
      }),
    ).toMatchInlineSnapshot(`
      [
        "1– privilege:table:public."B b"/team: UPDATE",
        "1– privilege:table:public.a/anon: SELECT",
      ]
    `)
  })

  test('nothing of what failed, was rolled back, or is about whoever runs it', async () => {
    const { content } = await build(
      {
        '0000_start': START,
        '0001_fails': `grant select on a to team; grant select on nowhere to team; grant insert on a to nobody_there;`,
        '0002_me': `alter table a owner to current_user; grant select on a to session_user; alter default privileges grant select on tables to team;`,
      },
      { platform: 'none' },
    )
    expect(content.faults.map(({ sqlstate }) => sqlstate)).toEqual(['42P01', '42704'])
    expect(content.declared.map(lineOf)).toEqual(['1– privilege:table:public.a/team: SELECT'])
  })
})

const MIGRATIONS: Migrations = {
  '0000_tables': `create role ${app}; create role ${lead}; create table a (id int, note text); create table b (id int);
create function f() returns int language sql as 'select 1';`,
  '0001_grants': `grant select on all tables in schema public to ${app}; revoke execute on function f() from public;
alter table b owner to ${lead}; alter role ${app} set work_mem = '8MB'; grant ${lead} to ${app};`,
}

let blueprint: Blueprint
beforeAll(async () => {
  blueprint = await build(MIGRATIONS)
}, 60_000)

/** A target with these migrations; its roles, which belong to the whole server, go afterwards. */
async function withRoles(version: ServerVersion, use: (target: Target) => Promise<void>): Promise<void> {
  try {
    await withTarget(version, MIGRATIONS, use)
  } finally {
    const server = postgres(await serverUrl(version), { max: 1, onnotice: () => {} })
    await server.unsafe(`drop role ${app}; drop role ${lead}`)
    await server.end()
  }
}

describe.each(SERVER_VERSIONS)('PostgreSQL %i', (version) => {
  test('a target that has what its migrations declare is clean, and is told what was taken and given by hand', () =>
    withRoles(version, async (target) => {
      expect(await target.look(blueprint)).toMatchObject({ status: 'pass', findings: [], unknowns: [] })
      await target.sql.unsafe(
        `revoke select on a from ${app}; grant execute on function f() to public; alter table b owner to postgres;
alter role ${app} set work_mem = '1MB'; revoke ${lead} from ${app}; grant insert on a to ${app}`,
      )
      const { findings, status } = await target.look(blueprint)
      expect(status).toBe('fail')
      expect(
        ofType(findings, 'drift.declared').map(({ fact, migration, missing, extra }) => [
          fact,
          migration,
          missing,
          extra,
        ]),
      ).toEqual([
        [`member:${lead}/${app}`, '0001_grants', ['set true'], []],
        ['owner:table:public.b', '0001_grants', [], []],
        ['privilege:function:public.f()/public', '0001_grants', [], ['EXECUTE']],
        [`privilege:table:public.a/${app}`, '0001_grants', ['SELECT'], []],
        [`setting:role/${app}/work_mem`, '0001_grants', [], []],
      ])
      for (const { mend } of ofType(findings, 'drift.declared')) for (const sql of mend) await target.sql.unsafe(sql)
      expect(await target.look(blueprint)).toMatchObject({ status: 'pass', findings: [] })
    }))
})

test('a look asks for declared facts only when they were never seen so', () =>
  withRoles(17, async (target) => {
    const remembered = new Map<string, string>()
    const memo = {
      get: async (name: string) => remembered.get(name) ?? null,
      put: async (name: string, value: string) => void remembered.set(name, value),
    }
    const trips = async () => (await target.look(blueprint, { memo })).figures.roundTrips
    expect([await trips(), await trips()]).toEqual([3, 2])
    await target.sql.unsafe(`grant insert on a to ${app}`)
    expect([await trips(), await trips()]).toEqual([3, 2])
    await target.sql.unsafe(`grant usage on schema public to ${app}; create table public.other (id int)`)
    const look = await target.look(blueprint, { memo })
    expect(look.findings.map(({ type }) => type)).toEqual(['drift.extra'])
  }))

test('a system catalog that is closed to the role is unknown, with the grant that opens it', () =>
  withTarget(17, { '0000_a': 'create table a (id int)' }, async (target) => {
    const role = `closed_${crypto.randomUUID().slice(0, 8)}`
    await target.sql.unsafe(
      `create role ${role} login password 'x'; grant usage on schema drizzle to ${role};\ngrant select on drizzle.__drizzle_migrations to ${role}; revoke select on pg_catalog.pg_db_role_setting from public`,
    )
    const url = new URL(target.url)
    url.username = role
    url.password = 'x'
    const plain = await buildOn17({ '0000_a': 'create table a (id int)' })
    const look = await lookAt(url.href, plain)
    expect(look).toMatchObject({ status: 'unknown', findings: [] })
    expect(look.unknowns[0]).toMatchObject({ check: 'drift', reason: expect.stringContaining('pg_db_role_setting') })
    expect(look.unknowns[0]?.mend).toBe(`grant select on pg_catalog.pg_db_role_setting to "${role}";`)
    await target.sql.unsafe(look.unknowns[0]?.mend ?? '')
    expect((await lookAt(url.href, plain)).unknowns).toEqual([])
    await target.sql.unsafe(`drop owned by ${role}; drop role ${role}`)
  }))
