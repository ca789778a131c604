import postgres from 'postgres'
import { describe, expect, test } from 'vitest'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import type { Who } from '../../functions/model/authors.ts'
import type { Finding } from '../../functions/model/finding.ts'
import { readAuthorsSql, readPerformance } from '../../scripts/catalog.ts'
import type { ServerVersion } from '../../scripts/postgres/server.ts'
import { CATALOG } from './folders.ts'
import { lazily, TIMEOUTS, withTarget, type Target } from './target.ts'

const MIGRATIONS = {
  '0000_links': `create table links (id int primary key, url text); create index links_url on links (url);
    create function touch() returns int language sql as 'select 1';`,
}
const blueprint = lazily(MIGRATIONS)

const reach = (url: string) =>
  postgresTransport({
    url,
    timeouts: TIMEOUTS,
    catalog: CATALOG,
    checks: { ...readAuthorsSql(), ...readPerformance() },
  })

const byFact = (findings: readonly Finding[]): Record<string, Who | undefined> =>
  Object.fromEntries(findings.flatMap((one) => ('fact' in one && 'who' in one ? [[one.fact, one.who]] : [])))

interface Asked {
  since?: number | null
  known?: string[]
  as?: string
}

/** Who made each drift, as a look sees it that comes after another. */
async function seenBy(target: Target, { since = Date.now() - 5000, known = [], as = target.url }: Asked = {}) {
  const authors = { known: new Set([...known, EXTENSION]), since }
  return byFact((await target.look(await blueprint(), { reach: reach(as), authors })).findings)
}

/** No migration makes it. */
const EXTENSION = 'drift:extension:pg_stat_statements'
const STATEMENTS = 'create extension pg_stat_statements; select pg_stat_statements_reset()'

/** A session of a role that may do all. */
const sessionOf = (target: Target, role: string, application: string) =>
  postgres(Object.assign(new URL(target.url), role === 'postgres' ? {} : { username: role, password: 'x' }).href, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: application },
  })

/** Runs statements in the session of a role, which ends. */
async function byHandOf(target: Target, role: string, statements: string): Promise<void> {
  if (role !== 'postgres') await target.sql.unsafe(`create role ${role} superuser login password 'x'`)
  const sql = sessionOf(target, role, 'psql')
  await sql.unsafe(statements).finally(() => sql.end())
}

/** Before 17 the extension does not keep when. */
const counted = (version: ServerVersion, role: string) => {
  const when: unknown = expect.any(Number)
  return { known: 'statement', role, at: version < 17 ? null : when }
}

const withShop = (version: ServerVersion, use: (target: Target) => Promise<void>) =>
  withTarget(version, MIGRATIONS, use)

/** One that does not keep when a statement was counted first, and one that does. */
const VERSIONS = [15, 18] as const

describe.each(VERSIONS)('PostgreSQL %d', (version) => {
  test('a role whose statement was counted, also of what is gone; by name, in whatever spelling', async () => {
    await withShop(version, async (target) => {
      await target.sql.unsafe(STATEMENTS)
      await byHandOf(target, 'ana', `/* slow */ DROP INDEX "links_url"; alter table Links add "Note" text`)
      expect(await seenBy(target)).toEqual({
        'index:public.links_url': counted(version, 'ana'),
        'column:public.links."Note"': counted(version, 'ana'),
      })
    })
  })

  test('what belongs to another role than the journal was made by it; what belongs to the same says nothing', async () => {
    await withShop(version, async (target) => {
      await byHandOf(target, 'bea', 'create table notes (id int primary key); create type mood as enum ()')
      await byHandOf(target, 'postgres', 'create view urls as select url from links')
      const why = { reason: 'the extension pg_stat_statements is not installed', mend: expect.any(String) }
      expect(await seenBy(target)).toEqual({
        'table:public.notes': { known: 'owner', role: 'bea' },
        'enum:public.mood': { known: 'owner', role: 'bea' },
        'view:public.urls': { known: 'nothing', ...why },
      })
    })
  })

  test('what the role of the migrations ran counts where PostgreSQL keeps when; several roles are no answer', async () => {
    await withShop(version, async (target) => {
      await target.sql.unsafe(STATEMENTS)
      await byHandOf(target, 'postgres', 'alter table links add note text; create table tags (id int)')
      await byHandOf(target, 'cleo', 'alter table tags add name text')
      const seen = await seenBy(target)
      const unknown = { known: 'nothing', reason: expect.stringMatching(/, or by postgres$/), mend: null }
      expect(seen['column:public.links.note']).toEqual(version >= 17 ? counted(version, 'postgres') : unknown)
      expect(seen['table:public.tags']).toEqual(
        version >= 17
          ? { known: 'nothing', reason: 'such statements were run by cleo and postgres', mend: null }
          : counted(version, 'cleo'),
      )
    })
  })
})

test('a session that is there still, with its application_name', async () => {
  await withShop(17, async (target) => {
    const sql = sessionOf(target, 'postgres', 'TablePlus')
    await sql.unsafe('begin; drop function touch(); commit')
    const who = { known: 'session', role: 'postgres', application: 'TablePlus', at: expect.any(Number) }
    expect(await seenBy(target)).toEqual({ 'function:public.touch()': who })
    await sql.unsafe(`select 'drop function touch()'`)
    expect((await seenBy(target))['function:public.touch()']).toMatchObject({ known: 'nothing' })
    await sql.end()
  })
})

test('a statement from before the last look is not it; nor one that only reads, or names another', async () => {
  await withShop(17, async (target) => {
    await target.sql.unsafe(STATEMENTS)
    await byHandOf(target, 'postgres', 'drop index links_url; create index links_url_2 on links (id)')
    const later = Date.now() + 120_000
    expect((await seenBy(target, { since: later }))['index:public.links_url']).toEqual({
      known: 'nothing',
      reason: 'such statements were run before, or by postgres',
      mend: null,
    })
    await target.sql.unsafe('select pg_stat_statements_reset()')
    await byHandOf(target, 'postgres', `drop index links_url_2; select 'drop index links_url'`)
    expect(await seenBy(target)).toMatchObject({
      'index:public.links_url': {
        known: 'nothing',
        reason: 'pg_stat_statements has counted no statement that names it',
      },
    })
  })
})

test('a role that does not see the statements of others: unknown, with the grant; what is known is not asked again', async () => {
  await withShop(17, async (target) => {
    await target.sql.unsafe(`${STATEMENTS}; drop index links_url; create role looker login password 'x'`)
    await target.sql.unsafe(
      'grant usage on schema drizzle to looker; grant select on all tables in schema drizzle to looker',
    )
    const as = Object.assign(new URL(target.url), { username: 'looker', password: 'x' }).href
    expect((await seenBy(target, { as }))['index:public.links_url']).toEqual({
      known: 'nothing',
      reason: 'looker does not see what statements other roles run',
      mend: 'grant pg_read_all_stats to "looker";',
    })
    expect(await seenBy(target, { known: ['drift:index:public.links_url'] })).toEqual({})
  })
})

test('a clean look does not ask, and drift costs two round trips more when it comes', async () => {
  await withShop(17, async (target) => {
    await target.sql.unsafe(STATEMENTS)
    const trips = async (known: string[] = []) => {
      const authors = { known: new Set([...known, EXTENSION]), since: null }
      return (await target.look(await blueprint(), { reach: reach(target.url), authors })).figures.roundTrips
    }
    const clean = await target.look(await blueprint(), { reach: reach(target.url) })
    expect(await trips()).toBe(clean.figures.roundTrips)
    await target.sql.unsafe('drop index links_url')
    expect((await trips()) - (await trips(['drift:index:public.links_url']))).toBe(2)
  })
})
