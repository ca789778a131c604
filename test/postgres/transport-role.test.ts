import { readFileSync, readdirSync } from 'node:fs'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { readFacts, readFingerprints, readSurroundings } from '../../functions/collect/read.ts'
import { postgresTransport, withSnapshot } from '../../functions/collect/transports/postgres.ts'
import { readWeights } from '../../functions/collect/weights.ts'
import { KINDS_OF_TEXT } from '../../functions/model/texts.ts'
import { askAbout } from '../../scripts/commands/support/target.ts'
import { SERVER_VERSIONS } from '../../scripts/postgres/server.ts'
import { freshDatabase, signingIn } from '../support/database.ts'
import { everything } from '../support/everything.ts'
import { seeAll } from './checks/stage.ts'
import { CATALOG, JOURNAL } from './folders.ts'
import { buildOn17, lookAt, TIMEOUTS, withTarget } from './target.ts'

const FIGURES = readFileSync(new URL('../../supabase/figures/relations.sql', import.meta.url), 'utf8')
const FOLDER = new URL('../../supabase/migrations/', import.meta.url)
const MIGRATIONS = readdirSync(FOLDER).map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))

/** What a role that owns nothing might be kept from seeing. */
const PRIVATE = {
  '0000_private': `create table notes (id bigserial primary key, body text default 'x' check (body <> ''));
alter table notes enable row level security;
alter table notes force row level security;
create policy own on notes using (body = current_user);
create schema hidden;
revoke all on schema hidden from public;
create type hidden.mood as enum ('sad', 'ok');
create table hidden.secrets (id int generated always as identity primary key, mood hidden.mood, at timestamptz default now());
create index on hidden.secrets (mood) where id > 5;
create view hidden.seen with (security_barrier) as select s.id, n.body from hidden.secrets s join public.notes n on n.id = s.id;
create materialized view hidden.counted as select count(*) from hidden.secrets;
create function hidden.touch() returns trigger language plpgsql security definer set search_path = '' as $$ begin return new; end $$;
revoke all on function hidden.touch() from public;
create trigger touched before update on hidden.secrets for each row execute function hidden.touch();
create sequence hidden.numbers start 7 increment 3;
comment on table hidden.secrets is 'not for everybody';
revoke all on all tables in schema public, hidden from public;
create foreign data wrapper w; create server s foreign data wrapper w options (host 'h');
create user mapping for public server s options (password 'p'); create foreign table hidden.far (id int) server s;
create publication p for table notes;`,
}

/** Checks that see the owners' objects: which of them the role may see, supabase/migrations leaves to the owners. */
const OPENED_BY_OWNERS = ['sequences']

/** What a role is in doubt about, of all that one look can tell. */
const doubtsOf = async (url: string) =>
  [...(await seeAll(url)).judgements].flatMap(([id, { doubts }]) =>
    doubts.flatMap(({ reason, mend }) => (/first look/.test(reason) ? [] : [{ id, mend }])),
  )
const unseenBy = async (url: string) => [...new Set((await doubtsOf(url)).map(({ id }) => id))].toSorted()
const grantsFor = async (url: string) => (await doubtsOf(url)).flatMap(({ mend }) => mend ?? [])

test.each(SERVER_VERSIONS)('PostgreSQL %i: the monitoring role sees every fact that a superuser sees', (version) =>
  withTarget(version, PRIVATE, async (target) => {
    const blueprint = await buildOn17(PRIVATE)
    await target.sql.begin(async (sql) => {
      for (const migration of [...MIGRATIONS, ...MIGRATIONS]) await sql.unsafe(migration)
      await sql.unsafe(`alter role plumbline password 'x'`)
    })
    const url = new URL(target.url)
    url.username = 'plumbline'
    url.password = 'x'
    const [all, own] = [await facts(target.url), await facts(url.href)]
    expect(all.reached).toBe(true)
    expect(own).toEqual(all)
    const looks = [await lookAt(target.url, blueprint), await lookAt(url.href, blueprint)]
    expect(looks[1]).toEqual({ ...looks[0], figures: looks[1]?.figures })
    expect(looks[1]?.findings).toEqual([])
    expect(await unseenBy(url.href)).toEqual(OPENED_BY_OWNERS)
    await target.sql.unsafe((await grantsFor(url.href)).join('\n'))
    expect(await unseenBy(url.href)).toEqual([])
    await refusesToWrite(url.href)
  }),
)

test.each(SERVER_VERSIONS)('PostgreSQL %i: so it does where there is one of everything', async (version) => {
  const role = `all_${crypto.randomUUID().slice(0, 8)}`
  const database = await freshDatabase(version)
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  await sql.unsafe(everything(role))
  await sql.unsafe(`create subscription ${role} connection 'host=h password=p' publication p with (connect = false)`)
  const own = await signingIn(sql, database.url, `${role}_looks`)
  try {
    // As supabase/migrations makes its role: it has no right but to sign in, and to read the journal.
    const [all, seen] = [await everythingOf(database.url), await everythingOf(own)]
    expect(seen).toEqual(all)
    const kinds = new Set(
      all.facts.flatMap(([group]) => group.replace(/\n.*$/, '').replace(/^unmodelled .*/, 'unmodelled')),
    )
    expect([...kinds].toSorted()).toEqual(Object.values(KINDS_OF_TEXT).flat().toSorted())
    expect(all.around.length).toBeGreaterThan(20)
    expect(all.weights.map(({ name }) => name)).toContain('secrets')
  } finally {
    await sql.unsafe(`alter subscription ${role} set (slot_name = none); drop subscription ${role}`)
    await sql.end()
    await database.drop()
  }
})

test('what the target is can be asked by a role that may use none of its schemas, and read no role', async () => {
  const role = `about_${crypto.randomUUID().slice(0, 8)}`
  const database = await freshDatabase(17)
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  const own = await signingIn(sql, database.url, role)
  try {
    await sql.unsafe(`create schema auth; create table auth.users (); revoke select on pg_catalog.pg_roles from public`)
    const all = await askAbout(database.url, TIMEOUTS)
    expect(all).toMatchObject({ reached: true, value: { standby: false } })
    expect(await askAbout(own, TIMEOUTS)).toEqual({ reached: true, value: { ...(all.reached && all.value), role } })
  } finally {
    await sql.end()
    await database.drop()
  }
})

/** All that is ever read of a catalog: facts, what stands around them, and what tables weigh. */
async function everythingOf(url: string) {
  const around = postgresTransport({ url, timeouts: TIMEOUTS, catalog: CATALOG })((session) =>
    readSurroundings(session, JOURNAL, ['secrets', 'lower', 'pg_class', 'mood', 'text']),
  )
  const weighed = withSnapshot({ url, timeouts: TIMEOUTS }, (session) => readWeights(session, FIGURES))
  const [read, names, weights] = [await facts(url), await around, await weighed]
  if (!read.reached || !names.reached || !weights.reached) throw new Error('not reached')
  // How busy a table was changes while one looks.
  const sizes = [...weights.value.values()].map(({ schema, name, rows, bytes }) => ({ schema, name, rows, bytes }))
  return { ...read.value, around: names.value, weights: sizes }
}

const facts = (url: string) =>
  postgresTransport({ url, timeouts: TIMEOUTS, catalog: CATALOG })(async (session) => {
    const fingerprints = await readFingerprints(session, JOURNAL)
    return { fingerprints, facts: [...(await readFacts(session, JOURNAL, fingerprints.server)).groups] }
  })

async function refusesToWrite(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  await expect(sql`select * from public.notes`).rejects.toMatchObject({ code: '42501' })
  await sql`set default_transaction_read_only = off`
  for (const statement of ['create table public.x ()', 'delete from drizzle.__drizzle_migrations', 'create schema x'])
    await expect(sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
  await sql.end()
}
