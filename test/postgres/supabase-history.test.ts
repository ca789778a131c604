import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { truthOf } from '../../functions/views/words/truth.ts'
import { words } from '../../functions/views/words.ts'
import { JOURNAL } from './folders.ts'
import { lazily, lookAt, ofType, withTarget, type Target } from './target.ts'

const MIGRATIONS = {
  '0000_files': 'create table files (id int primary key)',
  '0001_workspaces': 'alter table files add column workspace_id uuid',
}
const blueprint = lazily(MIGRATIONS)
const first = { '0000_files': MIGRATIONS['0000_files'] }

/** The table as the Supabase CLI makes it. */
const HISTORY = `create schema supabase_migrations;
create table supabase_migrations.schema_migrations (version text not null primary key, statements text[], name text);
insert into supabase_migrations.schema_migrations values
  ('20240101000000', null, 'before_statements_were_kept'),
  ('20240102000000', array['alter table files add column workspace_id uuid', 'alter table files add "Note" text default ''a,"b"'''], 'add_workspace_id');`
const APPLIED =
  'alter table files add column workspace_id uuid, add column "Note" text; alter table files add phone text;'

/** Remembers in this process. */
function memory() {
  const kept = new Map<string, string>()
  return {
    get: async (name: string) => kept.get(name) ?? null,
    put: async (name: string, value: string) => void kept.set(name, value),
  }
}

test('what the Supabase CLI applied is said of what Drizzle does not explain', () =>
  withTarget(17, first, async (target) => {
    await target.sql.unsafe(HISTORY + APPLIED)
    const memo = memory()
    const { findings, unknowns, figures } = await target.look(await blueprint(), { memo, checks: CHECKS })
    expect(unknowns).toEqual([])
    const made = { kind: 'supabase', version: '20240102000000', name: 'add_workspace_id' }
    const [collision] = ofType(findings, 'drift.collision')
    expect(collision).toMatchObject({
      fact: 'column:public.files.workspace_id',
      cause: { ...made, migration: '0001_workspaces' },
    })
    expect(collision && words(collision).why).toContain(
      '20240102000000_add_workspace_id made it: the Supabase CLI applied that, and Drizzle’s journal does not know; 0001_workspaces is to make it again.',
    )
    expect(collision && truthOf(collision)).toBe('supabase')
    expect(ofType(findings, 'drift.extra')).toMatchObject([
      { fact: 'column:public.files."Note"', cause: { ...made, migration: null } },
      { fact: 'column:public.files.phone', cause: { kind: 'unmade' } },
    ])
    // The rows are read once; after that, their digest.
    const again = await target.look(await blueprint(), { memo, checks: CHECKS })
    expect(again.findings).toEqual(findings)
    expect(again.figures.bytes).toBeLessThan(figures.bytes)
  }))

test('a clean look does not ask for it', () =>
  withTarget(17, MIGRATIONS, async (target) => {
    await target.sql.unsafe(HISTORY)
    const { findings, figures } = await target.look(await blueprint(), { checks: CHECKS })
    expect(findings).toEqual([])
    expect(figures.roundTrips).toBe(2)
  }))

test('the table of an older CLI has versions alone', () =>
  withTarget(17, first, async (target) => {
    await target.sql.unsafe(
      `create schema supabase_migrations; create table supabase_migrations.schema_migrations (version text primary key);
       insert into supabase_migrations.schema_migrations values ('20240101000000'); ${APPLIED}`,
    )
    const { findings, unknowns } = await target.look(await blueprint(), { checks: CHECKS, memo: memory() })
    expect(unknowns).toEqual([])
    expect(ofType(findings, 'drift.collision')).toMatchObject([{ cause: { kind: 'pending' } }])
  }))

test('a role that may not read it leaves it unknown, with the very grants; all else is told', () =>
  withTarget(17, first, async (target) => {
    await target.sql.unsafe(HISTORY + APPLIED)
    await migrateRole(target, /role\.sql$/)
    const url = new URL(target.url)
    url.username = 'plumbline'
    url.password = 'x'
    const blind = await lookAt(url.href, await blueprint(), { checks: CHECKS })
    expect(blind.unknowns).toMatchObject([
      {
        key: 'supabase:history',
        check: 'supabase',
        mend: 'grant usage on schema supabase_migrations to "plumbline"; grant select on supabase_migrations.schema_migrations to "plumbline";',
      },
    ])
    expect(ofType(blind.findings, 'drift.collision')).toMatchObject([{ cause: { kind: 'pending' } }])
    await target.sql.unsafe(blind.unknowns[0]?.mend ?? '')
    expect((await lookAt(url.href, await blueprint(), { checks: CHECKS })).unknowns).toEqual([])
  }))

test('the migrations of the role grant it', () =>
  withTarget(17, first, async (target) => {
    await target.sql.unsafe(HISTORY + APPLIED)
    await migrateRole(target, /\.sql$/)
    const url = new URL(target.url)
    url.username = 'plumbline'
    url.password = 'x'
    expect((await lookAt(url.href, await blueprint(), { checks: CHECKS, journal: JOURNAL })).unknowns).toEqual([])
  }))

const CHECKS = ['connectivity', 'drift', 'journal', 'migrations', 'snapshots', 'supabase'] as const

const FOLDER = new URL('../../supabase/migrations/', import.meta.url)

/** Makes the monitoring role; roles belong to the server, where another test may be making the same one. */
const migrateRole = (target: Target, which: RegExp) =>
  target.sql.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(7)`
    for (const name of readdirSync(FOLDER).filter((own) => which.test(own)))
      await sql.unsafe(readFileSync(new URL(name, FOLDER), 'utf8'))
    await sql.unsafe(`alter role plumbline password 'x'`)
  })
