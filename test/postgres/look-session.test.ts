import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Row } from '../../functions/collect/session.ts'
import { withSnapshot } from '../../functions/collect/transports/postgres.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { buildOn17, lookAt, openTarget, withTarget, type Target } from './target.ts'

const MIGRATIONS = {
  '0000_a': `create table a (id int primary key, at timestamptz default '2025-01-02 03:04+05', note text);
create view seen as select id, '1 day'::interval as age, '2025-02-03'::date as day, 1.5::float4 as x from a;
create index a_note on a (note);
create index a_at on a (at);`,
}
const timeouts = { statement: 5000, lock: 100 }

let target: Target
let blueprint: Blueprint
beforeAll(async () => {
  blueprint = await buildOn17(MIGRATIONS)
  target = await openTarget(17, MIGRATIONS)
})
afterAll(() => target.drop())

const withName = (change: (url: URL) => void): string => {
  const url = new URL(target.url)
  change(url)
  return url.href
}

describe('a target that cannot be reached is unknown, in words without its password', () => {
  test.each([
    ['a port where nothing listens', () => withName((url) => (url.port = '1')), /connection was refused/],
    ['a wrong password', () => withName((url) => (url.password = 's3cret')), /password was refused \(28P01/],
    ['a role that is not there', () => withName((url) => (url.username = 'nobody')), /password was refused|role/],
    ['no such database', () => withName((url) => (url.pathname = '/nowhere')), /no such database \(3D000/],
    [
      'a host that is not there',
      () => withName((url) => (url.hostname = 'nowhere.invalid')),
      /host name is unknown|ENOTFOUND|EAI_AGAIN/,
    ],
    ['a malformed address', () => 'postgres//user:s3cret@host', /connection string is malformed/],
    [
      'an address with a port that is no number',
      () => 'postgres://user:s3cret@host:port/db',
      /connection string is malformed/,
    ],
  ])('%s', async (_, url, reason) => {
    const look = await lookAt(url(), blueprint)
    expect(look).toMatchObject({ status: 'unknown', findings: [], position: null, postgres: null })
    expect(look.unknowns).toMatchObject([
      { key: 'connectivity:target', check: 'connectivity', mend: expect.stringMatching(/\S/) },
    ])
    expect(look.unknowns[0]?.reason).toMatch(reason)
    expect(JSON.stringify(look)).not.toContain('s3cret')
  })
})

const asked = <R extends Row>(sql: string) =>
  withSnapshot({ url: target.url, timeouts }, (session) => session.query<R>(sql))

describe('a session', () => {
  test('is one snapshot of one connection that cannot write', async () => {
    const seen = await withSnapshot({ url: target.url, timeouts }, async (session) => {
      const about = `select pg_backend_pid() as pid, current_setting('transaction_isolation') as isolation,
        current_setting('transaction_read_only') as read_only, pg_current_snapshot()::text as snapshot,
        (select count(*)::int from pg_stat_activity where application_name = 'plumbline' and datname = current_database()) as connections`
      const first = await session.query(about)
      await target.sql`create table meanwhile (id int)`
      await target.sql`drop table meanwhile`
      const second = await session.query(about)
      return [first, isDeepStrictEqual(first, second)]
    })
    expect(seen).toMatchObject({
      reached: true,
      value: [[{ isolation: 'repeatable read', read_only: 'on', connections: 1 }], true],
    })
  })

  test.each([
    'create table x ()',
    'insert into public.a values (1)',
    'drop view public.seen',
    `select nextval('public.s')`,
  ])('refuses %s', async (sql) => {
    await target.sql`create sequence if not exists s`
    const refused = await asked(sql)
    await target.sql`drop sequence s`
    expect(refused).toMatchObject({ reached: false, failure: { stage: 'query', sqlstate: '25006' } })
  })

  test('goes on after a statement that was refused', async () => {
    const answer = await withSnapshot({ url: target.url, timeouts }, async (session) => {
      await expect(session.query('select no_such()')).rejects.toThrow(/no_such/)
      return session.query('select 1 as one')
    })
    expect(answer).toMatchObject({ reached: true, value: [{ one: 1 }] })
  })

  test('ends its connection', async () => {
    await asked('select 1')
    await sleep(50)
    const open =
      await target.sql`select count(*)::int as n from pg_stat_activity where application_name = 'plumbline' and datname = current_database()`
    expect(open[0]).toEqual({ n: 0 })
  })
})

describe('looking', () => {
  test('writes nothing', async () => {
    const written = async () => {
      await target.sql`select pg_stat_force_next_flush(), pg_stat_clear_snapshot()`
      return target.sql`select sum(tup_inserted) as i, sum(tup_updated) as u, sum(tup_deleted) as d, sum(temp_files) as t
        from pg_stat_database where datname = current_database()`
    }
    await target.look(blueprint)
    const before = [...(await written())]
    for (let i = 0; i < 3; i++) await target.look(blueprint)
    await sleep(100)
    expect([...(await written())]).toEqual(before)
  })

  test('does not depend on the settings of the role or the database', async () => {
    await target.sql.unsafe(`do $$ begin
      execute format('alter database %I set search_path = a, b, public', current_database());
      execute format('alter database %I set datestyle = ''SQL, DMY''', current_database());
      execute format('alter database %I set intervalstyle = ''iso_8601''', current_database());
      execute format('alter database %I set timezone = ''Asia/Kathmandu''', current_database());
      execute format('alter database %I set extra_float_digits = -10', current_database());
      execute format('alter database %I set quote_all_identifiers = on', current_database());
      execute format('alter database %I set standard_conforming_strings = off', current_database());
      execute format('alter database %I set default_transaction_isolation = ''serializable''', current_database());
    end $$`)
    expect(await target.look(blueprint)).toMatchObject({ status: 'pass', findings: [], unknowns: [] })
  })

  test('gives up at its statement timeout', async () => {
    const look = await target.look(blueprint, { timeouts: { statement: 1, lock: 100 } })
    expect(look.status).toBe('unknown')
    expect(look.unknowns[0]).toMatchObject({
      check: 'drift',
      reason: expect.stringContaining('57014'),
      mend: expect.stringContaining('statement_timeout'),
    })
  })

  test('says what a role lacks that may not read the journal', async () => {
    const role = `reader_${crypto.randomUUID().slice(0, 8)}`
    await target.sql.unsafe(
      `create role ${role} login password 'x'; grant connect on database ${new URL(target.url).pathname.slice(1)} to ${role}`,
    )
    const url = withName((own) => {
      own.username = role
      own.password = 'x'
    })
    const look = await lookAt(url, blueprint)
    expect(look.unknowns.map(({ check }) => check).toSorted()).toEqual(['drift', 'journal'])
    expect(look.unknowns[0]?.reason).toMatch(/permission denied for schema drizzle/)
    expect(look.unknowns[0]?.mend).toBe(
      `grant usage on schema "drizzle" to "${role}"; grant select on "drizzle"."__drizzle_migrations" to "${role}";`,
    )
    await target.sql.unsafe(look.unknowns[0]?.mend ?? '')
    expect(await lookAt(url, blueprint)).toMatchObject({ status: 'pass', unknowns: [] })
    await target.sql.unsafe(`drop owned by ${role}; drop role ${role}`)
  })

  test('reads a lasting drift once', () =>
    withTarget(17, MIGRATIONS, async (own) => {
      await own.sql`drop index a_note`
      const remembered = new Map<string, string>()
      const memo = {
        get: async (name: string) => remembered.get(name) ?? null,
        put: async (name: string, value: string) => void remembered.set(name, value),
      }
      const first = await own.look(blueprint, { memo })
      const second = await own.look(blueprint, { memo })
      expect(first.findings).toMatchObject([{ type: 'drift.missing' }])
      expect(second).toMatchObject({ findings: first.findings, unknowns: first.unknowns, status: first.status })
      expect([first.figures.roundTrips, second.figures.roundTrips]).toEqual([3, 2])
      await own.sql`create table other (id int)`
      const third = await own.look(blueprint, { memo })
      expect(third.findings).toHaveLength(2)
      expect(remembered.size).toBe(2)
    }))
})
