import type { Fact } from '../../functions/model/fact.ts'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFacts, readFingerprints } from '../../functions/collect/read.ts'
import { runProbes } from '../../functions/collect/probe.ts'
import { asking } from '../../functions/collect/statement.ts'
import { withSnapshot } from '../../functions/collect/transports/postgres.ts'
import type { ProbeResult } from '../../functions/model/probe.ts'
import { knownFrom } from '../../functions/preflight/known/from-facts.ts'
import { probesOf } from '../../functions/preflight/probe/probes.ts'
import { SERVER_VERSIONS, type ServerVersion } from '../../scripts/postgres/server.ts'
import { parseMigration } from '../../functions/preflight/parse/migration.ts'
import { sqlParser } from '../../scripts/parser.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { CATALOG, JOURNAL } from './folders.ts'
import { TIMEOUTS } from './target.ts'

/** Rows of every kind that a constraint may stumble over. */
const SETUP = `
create type mood as enum ('sad', 'ok', 'happy');
create table teams (id int primary key, org int, code text, unique (org, code));
insert into teams values (1, 1, 'a'), (2, 1, 'b');
create table "odd ""people" (
  "the id" bigint primary key, name text, email text, team int, org int, code text, age text, score numeric, big bigint,
  ratio float8, at text, flag text, uid text, mood mood default 'ok', short varchar(20), full_ text not null, during int4range, room int
);
insert into "odd ""people" values
  (1, 'ann', 'a@x', 1, 1, 'a', '31', 12.345, 5, 1.5, '2025-01-01', 'yes', '00000000-0000-0000-0000-000000000001', 'ok', 'abc', 'f', '[1,5)', 1),
  (2, 'bob', 'b@x', 2, 1, 'b', ' 42 ', 99999.99, 3000000000, 3e10, 'tomorrow', 'off', '{00000000-0000-0000-0000-000000000002}', 'sad', 'abcdef   ', 'f', '[4,9)', 1),
  (3, null, 'B@x', 9, 1, 'z', 'x', -0.004, -5, 'nan', 'soon', 'maybe', 'no', 'happy', 'abcdefgh', 'f', '[9,12)', 1),
  (4, 'dan', 'b@x', null, null, 'q', null, null, null, null, null, null, null, null, null, 'f', '[1,9)', 2),
  (5, null, null, null, 1, null, '99999999999', 1e30, 9, 7, '2025-02-30', 't', 'A0EEBC999C0B4EF8BB6D6BB9BD380A11', 'ok', 'ab', 'f', null, 1);
create table empty_one (id int primary key, a int, b text);
create table heavy (id int primary key, a int);
insert into heavy select n, n from generate_series(1, 12000) n;
`
const P = '"odd ""people"'

/** A statement, and how many rows PostgreSQL will stumble over; null: it cannot be counted, only known. */
const FAILS: readonly [sql: string, rows: number | null][] = [
  [`alter table ${P} alter column name set not null`, 2],
  [`alter table ${P} add column fresh int not null`, 5],
  [`alter table ${P} add constraint c check (length(name) > 3)`, 3],
  [
    `alter table ${P} add constraint c check (score / "the id" < 100) not valid; alter table ${P} validate constraint c`,
    2,
  ],
  [`alter table ${P} add constraint c check (score / (team - 1) >= 0)`, null],
  [`alter table ${P} add constraint u unique (email)`, 1],
  [`alter table ${P} add constraint u unique nulls not distinct (name)`, 1],
  [`create unique index u on ${P} (lower(email))`, 1],
  [`create unique index u on ${P} (room) where "the id" > 1`, 1],
  [`alter table ${P} add constraint u unique (org, room)`, 1],
  [`alter table ${P} drop constraint "odd ""people_pkey", add primary key (team)`, 2],
  [`alter table ${P} add constraint f foreign key (team) references teams`, 1],
  [`alter table ${P} add constraint f foreign key (org, code) references teams (org, code)`, 1],
  [`alter table ${P} add constraint f foreign key (org, code) references teams (org, code) match full`, 3],
  [`alter table ${P} add constraint e exclude using gist (during with &&)`, 3],
  [`alter table ${P} add constraint e exclude using gist (room with =, during with &&)`, 1],
  [`alter table ${P} add constraint e exclude using gist (during with &&) where (room = 1)`, 1],
  [`alter table ${P} alter column age type int using age::int`, 2],
  [`alter table ${P} alter column flag type boolean using flag::boolean`, 1],
  [`alter table ${P} alter column uid type uuid using uid::text::uuid`, 1],
  [`alter table ${P} alter column at type date using at::date`, 2],
  [`alter table ${P} alter column short type varchar(5)`, 2],
  [`alter table ${P} alter column big type int`, 1],
  [`alter table ${P} alter column score type numeric(5, 2)`, 2],
  [`alter table ${P} alter column score type int`, 1],
  [`alter table ${P} alter column ratio type int`, null],
  [
    `create type mood2 as enum ('ok', 'happy'); alter table ${P} alter column mood drop default, alter column mood type mood2 using mood::text::mood2`,
    1,
  ],
  [`alter table ${P} alter column name type int using length(name) / (team - 1)`, null],
  ['alter table heavy add constraint c check (a < 0)', 10_001],
]

const HOLDS: readonly string[] = [
  `alter table ${P} alter column email drop not null`,
  `alter table ${P} alter column full_ set not null`,
  `alter table ${P} add column fresh int not null default 0`,
  'alter table empty_one add column fresh int not null',
  'alter table empty_one alter column a set not null',
  `alter table ${P} add constraint c check (length(name) > 0)`,
  `alter table ${P} add constraint c check (score > 0) not valid`,
  `alter table ${P} add constraint u unique (name)`,
  `alter table ${P} add constraint u unique ("the id", email)`,
  `create unique index u on ${P} (room) where "the id" in (1, 4)`,
  `create unique index u on ${P} (during)`,
  `alter table teams add constraint f foreign key (id) references ${P} ("the id")`,
  `alter table ${P} add constraint f foreign key (team) references teams not valid`,
  `alter table ${P} add constraint e exclude using gist (during with =)`,
  `alter table ${P} alter column short type varchar(8)`,
  `alter table ${P} alter column short type varchar(3) using short::varchar(3)`,
  `alter table ${P} alter column "the id" type smallint`,
  `alter table ${P} alter column room type numeric(3, 1)`,
  `alter table ${P} alter column mood type text`,
  `alter table ${P} alter column name type int using length(name)`,
  'create table fresh (id int); alter table fresh alter id set not null; create unique index on fresh (id)',
  `alter table ${P} add column t int; alter table ${P} add constraint f foreign key (t) references teams`,
]

const databases = new Map<ServerVersion, { database: TestDatabase; sql: Sql }>()

async function on(version: ServerVersion) {
  const found = databases.get(version)
  if (!found) throw new Error(`PostgreSQL ${version} was not set up`)
  return found
}

beforeAll(async () => {
  for (const version of SERVER_VERSIONS) {
    const database = await freshDatabase(version)
    const sql = postgres(database.url, { max: 1, onnotice: () => {} })
    await sql.unsafe('create extension btree_gist')
    await sql.unsafe(SETUP)
    databases.set(version, { database, sql })
  }
})
afterAll(async () => {
  for (const { database, sql } of databases.values()) {
    await sql.end()
    await database.drop()
  }
})

const parser = await sqlParser()

/** What stands on a server's database, read once: nothing here changes its catalog for good. */
const standing = new Map<string, Promise<{ facts: Fact[]; server: number }>>()

async function standingOn(url: string): Promise<{ facts: Fact[]; server: number }> {
  const reached = await withSnapshot({ url, timeouts: TIMEOUTS }, async (session) => {
    const ask = asking(session, CATALOG)
    const { server } = await readFingerprints(ask, JOURNAL)
    const facts = [...(await readFacts(ask, JOURNAL, server)).groups.values()].flat()
    return { facts, server }
  })
  if (!reached.reached) throw new Error(reached.failure.reason)
  return reached.value
}

/** Everything as the command does it: read what stands, make the probes, ask them. */
async function probed(url: string, text: string, timeout = 2000, role = 'postgres'): Promise<ProbeResult[]> {
  const { pathname } = new URL(url)
  const own = standing.get(pathname) ?? standingOn(url)
  standing.set(pathname, own)
  const { facts, server } = await own
  const parsed = parseMigration(parser, { tag: '0001', file: '0001.sql', text })
  expect(parsed.errors).toEqual([])
  const reached = await withSnapshot({ url, timeouts: TIMEOUTS }, async (session) => {
    const at = { known: knownFrom(facts, parser), server, expression: parser.expression }
    const probes = probesOf([parsed], at)
    return runProbes(session, probes, { timeout, role })
  })
  if (!reached.reached) throw new Error(reached.failure.reason)
  return reached.value
}

/** The SQLSTATE with which PostgreSQL refuses some statements; null where it does not. */
async function refused(sql: Sql, text: string): Promise<string | null> {
  const done = new Error('rolled back')
  const error = await sql
    .begin(async (session) => {
      await session.unsafe(text).simple()
      throw done
    })
    .catch((error: unknown) => error)
  if (error === done) return null
  return error instanceof postgres.PostgresError ? error.code : String(error)
}

describe.each(SERVER_VERSIONS)('PostgreSQL %i', (version) => {
  test('a probe counts what PostgreSQL stumbles over', async () => {
    const { database, sql } = await on(version)
    for (const [text, rows] of FAILS) {
      const results = await probed(database.url, text)
      const failing = results.filter((result) => result.state === 'fails')
      const code = (await refused(sql, text)) ?? 'not refused'
      // What is computed may fail in more ways than one.
      const codes = failing.map(({ probe }) => (probe.throws || probe.kind === 'type' ? code : probe.sqlstate))
      // PostgreSQL 15 has no pg_input_is_valid: that a date fails is known there, not how many.
      const counted = version === 15 && text.includes('::date') ? null : rows
      expect
        .soft({ text, code, rows: failing[0]?.rows })
        .toEqual({ text, code: expect.stringMatching(/^2[23]/), rows: counted })
      expect.soft({ text, codes }).toEqual({ text, codes: expect.arrayContaining([code]) })
    }
  })

  test('and is silent where PostgreSQL does not', async () => {
    const { database, sql } = await on(version)
    for (const text of HOLDS) {
      expect.soft(await refused(sql, text), text).toBeNull()
      const results = await probed(database.url, text)
      expect
        .soft(
          results
            .filter(({ state }) => state !== 'holds')
            .map((result) => [result.state, result.probe.what, 'reason' in result ? result.reason : '']),
          text,
        )
        .toEqual([])
    }
  })
})

describe('what is told of the rows', () => {
  test('keys, and no other value', async () => {
    const { database } = await on(17)
    const [result] = await probed(database.url, `alter table ${P} add constraint f foreign key (team) references teams`)
    expect(result).toMatchObject({ state: 'fails', rows: 1, sample: [{ 'the id': '3' }] })
  })

  test('the SQL that finds and mends them runs, and mends', async () => {
    const { database, sql } = await on(17)
    const text = `alter table ${P} add constraint f foreign key (team) references teams`
    const [result] = await probed(database.url, text)
    expect(await sql.unsafe(result?.probe.find ?? '')).toHaveLength(1)
    for (const { sql: mend } of result?.probe.mends ?? []) expect(await refused(sql, `${mend}\n${text}`)).toBeNull()
    const [twice] = await probed(database.url, `alter table ${P} add constraint u unique (email)`)
    expect(
      await refused(sql, `${twice?.probe.mends[0]?.sql}\nalter table ${P} add constraint u unique (email)`),
    ).toBeNull()
  })
})

describe('what cannot be counted is unknown', () => {
  const text = `alter table ${P} alter column name set not null`

  test('no privilege: with the GRANT that mends it', async () => {
    const { database, sql } = await on(17)
    const role = `prober_${crypto.randomUUID().replaceAll('-', '')}`
    await sql.unsafe(`create role ${role} login password 'x'`)
    try {
      const url = new URL(database.url)
      url.username = role
      url.password = 'x'
      const [result] = await probed(url.href, text, 2000, role)
      expect(result).toMatchObject({
        state: 'unknown',
        reason: expect.stringContaining('may not read'),
        mend: expect.stringContaining('grant select ("the id", "name")'),
      })
      await sql.unsafe((result?.state === 'unknown' && result.mend) || '')
      expect(await probed(url.href, text, 2000, role)).toMatchObject([{ state: 'fails', rows: 2 }])
      await sql.unsafe(`alter table ${P} enable row level security`)
      expect(await probed(url.href, text, 2000, role)).toMatchObject([
        { state: 'unknown', reason: expect.stringContaining('row level security hides') },
      ])
    } finally {
      await sql.unsafe(`alter table ${P} disable row level security; drop owned by ${role}; drop role ${role}`)
    }
  })

  test('too long', async () => {
    const { database } = await on(17)
    const slow = 'alter table heavy add constraint e exclude using gist (a with >)'
    expect(await probed(database.url, slow, 50)).toMatchObject([
      { state: 'unknown', reason: expect.stringContaining('50 ms') },
    ])
  })

  test('a function that is not PostgreSQL’s, or volatile, is not run', async () => {
    const { database, sql } = await on(17)
    await sql.unsafe(`create or replace function mine(text) returns boolean language sql immutable as 'select false'`)
    for (const call of ['mine(name)', 'pg_sleep(9) is null', "set_config('a.b', 'c', false) = name"])
      expect
        .soft(await probed(database.url, `alter table ${P} add constraint c check (${call})`), call)
        .toMatchObject([{ state: 'unknown', reason: expect.stringContaining('does not run it on a target') }])
  })

  test('rows that the same deploy changes first', async () => {
    const { database } = await on(17)
    for (const before of [`update ${P} set name = 'x' where name is null`, 'do $$ begin end $$'])
      expect(await probed(database.url, `${before}; ${text}`)).toMatchObject([
        { state: 'unknown', reason: expect.stringMatching(/2 would fail now, but (an UPDATE|a block)/) },
      ])
  })

  test('what the target has not yet', async () => {
    const { database } = await on(17)
    expect(await probed(database.url, 'alter table nowhere alter column a set not null')).toMatchObject([
      { state: 'unknown', reason: expect.stringContaining('42P01') },
    ])
  })
})
