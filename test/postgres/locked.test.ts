import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CatalogSql } from '../../functions/collect/catalog.ts'
import type { Transport } from '../../functions/collect/transport.ts'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import type { Question } from '../../functions/model/question.ts'
import type { Look } from '../../functions/model/run.ts'
import { SERVER_VERSIONS, type ServerVersion } from '../../scripts/postgres/server.ts'
import { buildOn17, openTarget, withTarget, type Target, type Wish } from './target.ts'
import { CATALOG } from './folders.ts'

/** Everything whose text PostgreSQL prints with a lock, and everything that it does not. */
const MIGRATIONS = {
  '0000_all': `create table users (
  id int primary key, email text not null unique default 'a@b', age int check (age > 0),
  twice int generated always as (age * 2) stored, at timestamptz default now()
);
create index users_lower on users (lower(email)) where age > 1;
create statistics users_stats on age, email from users;
alter table users enable row level security;
create policy own on users using (id = 1);
create function note() returns trigger language plpgsql as 'begin return new; end';
create trigger plain before update on users for each row execute function note();
create trigger choosy before update on users for each row when (old.age > 1) execute function note();
create rule quiet as on delete to users where old.id = 0 do instead nothing;
comment on column users.email is 'an address';
create table posts (id int primary key, author int references users, title text);
alter table posts enable row level security;
create policy theirs on posts using (author in (select id from users where age > 1));
create policy all_of_them on posts for select using (true);
create view adults as select id, email from users where age >= 18;
create view older as select id from adults;
create materialized view ages as select age, count(*) as n from users group by age;
create function everyone() returns setof users language sql begin atomic select * from users; end;
create view everyone_again as select id, email from everyone();
create function lonely() returns int language sql begin atomic select 1; end;
create publication p for table users where (id > 1);
create table parts (id int, at date) partition by range (at);
create table parts_1 partition of parts for values from ('2025-01-01') to ('2025-02-01');
create table other (id int primary key, note text);
create index other_note on other (note);`,
}

/** Without an index there is nothing that one look could read only with a lock. */
const DRIFT = `drop index other_note; alter table users add column extra int; create function public.stray() returns int language sql as 'select 1'`

/** So long that whoever waited for a lock would not come back before the test is over. ms */
const FOREVER = { statement: 60_000, lock: 60_000 }

/** Of `users`, or printed with a lock on it. */
const OF_USERS = [
  'column:public.users.twice',
  'constraint:public.users.users_age_check',
  'function:public.everyone()',
  'index:public.users_lower',
  'matview:public.ages',
  'policy:public.posts.theirs',
  'policy:public.users.own',
  'publication_table:p.public.users',
  'rule:public.users.quiet',
  'statistics:public.users_stats',
  'trigger:public.users.choosy',
  'view:public.adults',
  'view:public.everyone_again',
]

interface Server {
  blueprint: Blueprint
  target: Target
}
const servers = new Map<ServerVersion, Server>()
const on = (version: ServerVersion): Server => {
  const server = servers.get(version)
  if (server === undefined) throw new Error(`nothing was opened on PostgreSQL ${version}`)
  return server
}

beforeAll(async () => {
  const blueprint = await buildOn17(MIGRATIONS)
  for (const version of SERVER_VERSIONS) {
    const target = await openTarget(version, MIGRATIONS)
    await target.sql.unsafe(DRIFT)
    servers.set(version, { blueprint, target })
  }
})
afterAll(() => Promise.all([...servers.values()].map(({ target }) => target.drop())))

/** Somebody else at the target, whose transaction is left open while `use` runs, and taken back. */
async function meanwhile(target: Target, sql: string, use: (pid: number) => Promise<void>): Promise<void> {
  const other = postgres(target.url, { max: 1, onnotice: () => {}, connection: { application_name: 'drizzle-kit' } })
  try {
    const [row] = await other`select pg_backend_pid() as pid`
    await other.unsafe(`begin;\n${sql}`).simple()
    await use(Number(row?.pid))
  } finally {
    await other.end({ timeout: 0 })
  }
}

const looked = (version: ServerVersion, wish: Wish = {}): Promise<Look> =>
  on(version).target.look(on(version).blueprint, { timeouts: FOREVER, ...wish })

const FOUND = ['drift:column:public.users.extra', 'drift:function:public.stray()', 'drift:index:public.other_note']

const found = ({ findings }: Look) => findings.map(({ key }) => key).toSorted()

/** Keys that an unknown names, or that it counts beyond those. */
const namedIn = (reason = '') => {
  const listed = /: (.*?)(?: and (\d+) more)? could only be read by waiting/.exec(reason)
  return (listed?.[1]?.split(', ').length ?? 0) + Number(listed?.[2] ?? 0)
}

describe.each(SERVER_VERSIONS)('PostgreSQL %i, ACCESS EXCLUSIVE on a table', (version) => {
  test('held: the rest is compared, and what is unknown is told with the process that holds it', () =>
    meanwhile(on(version).target, 'lock table users in access exclusive mode', async (pid) => {
      const look = await looked(version)
      expect(found(look)).toEqual(FOUND)
      expect(look.unknowns).toMatchObject([
        {
          key: 'drift:locked:public.users',
          check: 'drift',
          subject: 'public.users',
          mend: `select pg_terminate_backend(${pid}); -- or wait for it to end: the next run looks again`,
        },
      ])
      expect(look.unknowns[0]?.reason).toMatch(
        new RegExp(
          `^locked by pid ${pid} \\(drizzle-kit\\), whose transaction has been open since 20\\S+: column:public`,
        ),
      )
      expect(namedIn(look.unknowns[0]?.reason)).toBe(OF_USERS.length)
      expect(look.position?.tag).toBe('0000_all')
    }))

  test('awaited: nobody queues behind it', () =>
    meanwhile(on(version).target, 'select * from users', (reader) =>
      altering(on(version).target, async (pid) => {
        const look = await looked(version)
        expect(found(look)).toEqual(FOUND)
        expect(look.unknowns.map(({ key }) => key)).toEqual(['drift:locked:public.users'])
        expect(look.unknowns[0]?.reason).toMatch(
          new RegExp(`^pid ${pid} \\(migrate\\) waits for a lock on it behind pid ${reader} since 20`),
        )
        expect(look.unknowns[0]?.mend).toMatch(`select pg_cancel_backend(${pid});`)
      }),
    ))
})

/** An ALTER TABLE that waits for its lock while `use` runs. */
async function altering(target: Target, use: (pid: number) => Promise<void>): Promise<void> {
  const other = postgres(target.url, { max: 1, connection: { application_name: 'migrate' } })
  const [row] = await other`select pg_backend_pid() as pid`
  const altered = other`alter table users alter column age set not null`.catch(() => null)
  try {
    await until(target.sql, `select from pg_locks where pid = ${Number(row?.pid)} and not granted`)
    await use(Number(row?.pid))
  } finally {
    await target.sql`select pg_cancel_backend(${Number(row?.pid)})`
    await altered
    await other.end()
  }
}

async function until(sql: Sql, query: string): Promise<void> {
  let rows = await sql.unsafe(query)
  while (rows.length === 0) rows = await sql.unsafe(query)
}

describe('what a lock keeps from being read', () => {
  test.each<[what: string, sql: string, unknown: Record<string, number>]>([
    ['a table that nothing is printed of', 'lock table posts_of_nobody in access exclusive mode', {}],
    ['an index', 'reindex index other_pkey', {}],
    ['a weaker lock', 'lock table users in exclusive mode', {}],
    ['a row', 'update users set age = 3', {}],
    ['a sequence', 'alter sequence counter increment 5', {}],
    ['a table with a policy on another', 'lock table posts in access exclusive mode', { 'public.posts': 2 }],
    [
      'a view, and with it what it reads',
      'create or replace view adults as select id, email from users where age > 3',
      {
        'public.adults': 2,
      },
    ],
    ['a materialized view', 'refresh materialized view ages', { 'public.ages': 1 }],
    ['a partitioned table', 'lock table only parts in access exclusive mode', { 'public.parts': 1 }],
    ['a partition', 'lock table parts_1 in access exclusive mode', {}],
    [
      'two at once',
      'alter table users alter column age set default 3; alter table posts add column x int',
      {
        'public.posts': 2,
        'public.users': 12,
      },
    ],
  ])('%s', async (_, sql, unknown) => {
    const { target } = on(17)
    await target.sql`create table if not exists posts_of_nobody (id int, note text default 'x')`
    await target.sql`create sequence if not exists counter`
    const before = found(await looked(17))
    await meanwhile(target, sql, async () => {
      const look = await looked(17)
      expect(found(look)).toEqual(before)
      const told = look.unknowns.map(({ subject, reason }) => [subject, namedIn(reason)])
      expect(Object.fromEntries(told)).toEqual(unknown)
    })
    await target.sql`drop table posts_of_nobody`
    await target.sql`drop sequence counter`
  })

  test('the journal itself: without its position nothing is compared', () =>
    meanwhile(on(17).target, 'lock table drizzle.__drizzle_migrations in access exclusive mode', async (pid) => {
      const look = await looked(17)
      expect(look).toMatchObject({ status: 'unknown', findings: [], position: null })
      expect(look.unknowns.map(({ key }) => key)).toEqual(['drift:target', 'journal:target'])
      expect(look.unknowns[0]?.reason).toMatch(`locked by pid ${pid}`)
    }))

  test('nothing any more once it is let go of, also where a memo is kept', async () => {
    const kept = new Map<string, string>()
    const memo = {
      get: async (name: string) => kept.get(name) ?? null,
      put: async (name: string, value: string) => void kept.set(name, value),
    }
    await meanwhile(on(17).target, 'lock table users in access exclusive mode', async () => {
      expect((await looked(17, { memo })).unknowns).toHaveLength(1)
      expect(kept.size).toBe(0)
    })
    expect(await looked(17, { memo })).toMatchObject({ unknowns: [], findings: { length: FOUND.length } })
    expect(kept.size).toBe(1)
  })
})

/** The way to a target, with something done after each answer. */
const overheard =
  (reach: Transport, after: (question: Question) => unknown): Transport =>
  (work) =>
    reach((session) =>
      work({
        cost: session.cost,
        snapshot: session.snapshot,
        async ask(question) {
          try {
            return await session.ask(question)
          } finally {
            await after(question)
          }
        },
      }),
    )

/** A way that sees no lock in its first `from` questions, and notes all. */
function racing(from: number): { asked: Question['ask'][]; reach: Transport } {
  const asked: Question['ask'][] = []
  const catalog: CatalogSql = {
    ...CATALOG,
    get locks() {
      return asked.length < from ? BLIND : CATALOG.locks
    },
  }
  const reach = postgresTransport({ url: on(17).target.url, catalog, timeouts: { statement: 10_000, lock: 20 } })
  return { asked, reach: overheard(reach, ({ ask }) => asked.push(ask)) }
}

/** Looks before, while and after somebody else commits statements, each after the answer to a question. */
async function between(
  statements: Partial<Record<Question['ask'], string>>,
  use: (before: Look, look: Look, after: Look) => void,
): Promise<void> {
  const { blueprint } = on(17)
  await withTarget(17, MIGRATIONS, async (target) => {
    await target.sql.unsafe(DRIFT)
    const before = await target.look(blueprint)
    const reach = postgresTransport({ url: target.url, catalog: CATALOG, timeouts: FOREVER })
    const commit = ({ ask }: Question) => target.sql.unsafe(statements[ask] ?? '')
    const look = await target.look(blueprint, { reach: overheard(reach, commit) })
    use(before, look, await target.look(blueprint))
  })
}

/** Sees no lock. */
const BLIND = CATALOG.locks.replace("l.mode = 'AccessExclusiveLock'", 'false')

describe('a lock that is taken after the question looked for locks', () => {
  test('is known the second time', () =>
    meanwhile(on(17).target, 'lock table users in access exclusive mode', async () => {
      const { asked, reach } = racing(1)
      const look = await looked(17, { reach })
      expect(asked).toEqual(['fingerprints', 'fingerprints', 'journal-digest', 'facts'])
      expect(found(look)).toEqual(FOUND)
      expect(look.unknowns.map(({ key }) => key)).toEqual(['drift:locked:public.users'])
    }))

  test('is not waited for a third time', () =>
    meanwhile(on(17).target, 'lock table users in access exclusive mode', async () => {
      const { asked, reach } = racing(Infinity)
      const look = await looked(17, { reach })
      expect(asked).toEqual(['fingerprints', 'fingerprints'])
      expect(look).toMatchObject({ status: 'unknown', findings: [] })
      expect(look.unknowns[0]?.reason).toMatch(/a lock was not to be had .*55P03/)
    }))
})

describe('a migration', () => {
  const ask = { fingerprints: { ask: 'fingerprints' }, facts: { ask: 'facts' } } as const
  const journal = { schema: 'drizzle', table: '__drizzle_migrations' }

  test.each(SERVER_VERSIONS)('waits for no look between its questions, on PostgreSQL %i', async (version) => {
    const { target } = on(version)
    const reach = postgresTransport({ url: target.url, catalog: CATALOG, timeouts: FOREVER })
    const reached = await reach(async (session) => {
      for (const question of [ask.fingerprints, ask.facts]) {
        await session.ask({ ...question, journal })
        const held = await target.sql`select l.relation::regclass::text, l.mode from pg_locks l
          join pg_stat_activity a on a.pid = l.pid and a.application_name = 'plumbline'
          where l.locktype = 'relation' and a.datname = current_database()`
        expect([...held]).toEqual([])
        await target.sql.begin(async (sql) => {
          await sql`set local lock_timeout = '1ms'`
          await sql`lock table users, posts, adults in access exclusive mode`
        })
      }
      const connections = await target.sql`select from pg_stat_activity
        where application_name = 'plumbline' and datname = current_database()`
      return connections.length
    })
    expect(reached).toEqual({ reached: true, value: 1 })
  })

  test('that commits between two questions is not seen by either', () =>
    between(
      {
        fingerprints: `create table late (id int); alter table other add column late int; drop view older;
          insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 1)`,
        'journal-digest': 'create function late() returns int language sql as $$select 1$$',
      },
      (before, look, after) => {
        expect({ ...look, figures: null }).toEqual({ ...before, figures: null })
        expect(look.findings).toHaveLength(FOUND.length)
        expect(after.findings).toHaveLength(FOUND.length + 5)
      },
    ))

  test.each([
    ['drops what is read next', 'drop index users_lower'],
    ['drops the table of what is read next', 'drop table users cascade'],
    ['changes how what is read next is printed', 'alter table users rename column age to years'],
  ])('that %s makes it unknown, and no finding', (_, sql) =>
    between({ 'journal-digest': sql }, (_before, look) => {
      expect(look).toMatchObject({ status: 'unknown', findings: [] })
      expect(look.unknowns).toMatchObject([
        { key: 'drift:target', reason: expect.stringMatching(/^the target changed while it was read/) },
      ])
    }),
  )
})
