import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { truthOf } from '../../functions/views/words/truth.ts'
import { words } from '../../functions/views/words.ts'
import { readSupabaseMigrations } from '../../scripts/blueprint/supabase/folder.ts'
import { SERVER_VERSIONS } from '../../scripts/postgres/server.ts'
import { JOURNAL, withFolder } from './folders.ts'
import { buildOn17, lazily, lookAt, ofType, withTarget, type Target } from './target.ts'

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
    get kept() {
      return [...kept.values()]
    },
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

/** As `supabase db push` writes a row. */
const HISTORY_OF = (rows: readonly [version: string, name: string, statements: readonly string[]][]) =>
  `create schema supabase_migrations;
create table supabase_migrations.schema_migrations (version text not null primary key, statements text[], name text);
${rows
  .map(
    ([version, name, statements]) =>
      `insert into supabase_migrations.schema_migrations values ('${version}', array[${statements.map((sql) => `$s$${sql}$s$`).join(', ')}]::text[], '${name}');`,
  )
  .join('\n')}`

const AUDIT = [
  '-- what happened\ncreate schema audit',
  `create table audit.events (id int, note text default 'a;"b\\')`,
]
const FILES = {
  '20240101000000_audit.sql': `${AUDIT.join(';\n\n')};\n`,
  '20240102000000_note.sql': `comment on schema audit is 'ours';\n`,
}
const APPLIED_AUDIT = HISTORY_OF([
  ['20240101000000', 'audit', AUDIT],
  ['20240102000000', 'note', [`comment on schema audit is 'ours'`]],
])

/** A blueprint of MIGRATIONS beside which stand the Supabase CLI's own. */
const beside = async (files: Readonly<Record<string, string>>) =>
  withFolder(files, async (dir) =>
    buildOn17(MIGRATIONS, { supabase: await readSupabaseMigrations(dir), platform: 'none' }),
  )

describe('held against the files of the Supabase CLI', () => {
  test.each(SERVER_VERSIONS)('PostgreSQL %i: a clean look takes two round trips once its digest is known', (version) =>
    withTarget(version, MIGRATIONS, async (target) => {
      await target.sql.unsafe(APPLIED_AUDIT)
      const memo = memory()
      const held = await beside(FILES)
      const first = await target.look(held, { memo, checks: CHECKS })
      expect(first).toMatchObject({ findings: [], unknowns: [], figures: { roundTrips: 3 } })
      const again = await target.look(held, { memo, checks: CHECKS })
      expect(again).toMatchObject({ findings: [], unknowns: [], figures: { roundTrips: 2 } })
      // What the statements say stays out of what is remembered: they may hold secrets.
      expect(memo.kept.join()).not.toContain('default')
      await target.sql.unsafe(
        `update supabase_migrations.schema_migrations set statements = array['select 1'] where name = 'note'`,
      )
      const edited = await target.look(held, { memo, checks: CHECKS })
      expect(edited.figures.roundTrips).toBe(3)
      expect(edited.findings).toMatchObject([
        { type: 'supabase.edited', file: '20240102000000_note.sql', statements: { file: 1, history: 1 }, first: 1 },
      ])
      expect((await target.look(held, { memo, checks: CHECKS })).figures.roundTrips).toBe(2)
    }),
  )

  test('what is missing, late, pending and edited is told, and which truth is wrong', () =>
    withTarget(17, MIGRATIONS, async (target) => {
      await target.sql.unsafe(
        HISTORY_OF([
          ['20240101000000', 'audit', AUDIT.toReversed()],
          ['20240103000000', 'by_dashboard', ['select 1']],
        ]),
      )
      const held = await beside({ ...FILES, '20240104000000_next.sql': 'select 4', 'seed.sql': 'select 5' })
      const { findings, unknowns } = await target.look(held, { checks: CHECKS })
      expect(unknowns).toEqual([])
      expect(findings.map((finding) => [finding.type, finding.severity, truthOf(finding)])).toEqual([
        ['supabase.unread-file', 'medium', 'files'],
        ['supabase.missing-file', 'medium', 'files'],
        ['supabase.skipped', 'medium', 'files'],
        ['supabase.pending', 'info', null],
        ['supabase.edited', 'medium', 'files'],
      ])
      expect(findings.map((finding) => words(finding).mend.at(-1))).toContain(
        `npx supabase migration repair --status reverted '20240103000000'`,
      )
    }))

  test('only where it was asked: not with the check left out, not without the folder', () =>
    withTarget(17, MIGRATIONS, async (target) => {
      await target.sql.unsafe(HISTORY_OF([['1', 'gone', ['select 1']]]))
      expect((await target.look(await beside(FILES))).findings).toEqual([])
      expect((await target.look(await blueprint(), { checks: CHECKS })).findings).toEqual([])
      expect((await target.look(await beside(FILES), { checks: CHECKS })).findings).not.toEqual([])
    }))

  test('a target without that history: all is pending', () =>
    withTarget(17, MIGRATIONS, async (target) => {
      const { findings, status, figures } = await target.look(await beside(FILES), { checks: CHECKS })
      expect(findings).toMatchObject([{ type: 'supabase.pending', table: false, migrations: [{}, {}] }])
      expect({ status, roundTrips: figures.roundTrips }).toEqual({ status: 'pass', roundTrips: 2 })
    }))

  test('policies that hide rows, and a lock on it, leave it unknown; all else is told', () =>
    withTarget(17, MIGRATIONS, async (target) => {
      await target.sql.unsafe(APPLIED_AUDIT)
      await migrateRole(target, /\.sql$/)
      const url = Object.assign(new URL(target.url), { username: 'plumbline', password: 'x' })
      const held = await beside(FILES)
      const seen = () => lookAt(url.href, held, { checks: CHECKS })
      expect(await seen()).toMatchObject({ findings: [], unknowns: [] })
      await target.sql.unsafe('alter table supabase_migrations.schema_migrations enable row level security')
      const hidden = await seen()
      expect(hidden.findings).toEqual([])
      expect(hidden.unknowns).toMatchObject([
        { key: 'supabase:history', reason: expect.stringContaining('hides rows') },
      ])
      await target.sql.unsafe(hidden.unknowns[0]?.mend ?? '')
      await target.sql.begin(async (sql) => {
        await sql`lock table supabase_migrations.schema_migrations in access exclusive mode`
        const locked = await seen()
        expect(locked.findings).toEqual([])
        expect(locked.unknowns).toMatchObject([
          { key: 'supabase:history', reason: expect.stringMatching(/^locked by pid/) },
        ])
      })
      await target.sql.unsafe('revoke select on supabase_migrations.schema_migrations from plumbline')
      expect((await seen()).unknowns).toMatchObject([
        {
          key: 'supabase:history',
          mend: expect.stringContaining('grant select on supabase_migrations.schema_migrations'),
        },
      ])
    }))

  test('what both tools make is told from the folders alone; what was handed over is not', async () => {
    const both = await beside({
      '20240101000000_files.sql': 'create table files (id int); create table if not exists own (id int);',
      '20240102000000_more.sql': 'alter table files add column if not exists workspace_id uuid;',
      '20240103000000_own.sql': 'create index own_id on own (id);',
    })
    expect(both.content.supabase?.overlaps).toEqual([
      { file: '20240101000000_files.sql', migrations: ['0000_files'], facts: ['table:public.files'], guarded: false },
      {
        file: '20240102000000_more.sql',
        migrations: ['0001_workspaces'],
        facts: ['column:public.files.workspace_id'],
        guarded: true,
      },
    ])
    const handed = await beside({ '1_files.sql': 'create table files (id int);', '2_drop.sql': 'drop table files;' })
    expect(handed.content.supabase?.overlaps).toEqual([])
  })
})
