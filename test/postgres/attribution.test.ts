import { execFile } from 'node:child_process'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../functions/model/finding.ts'
import { words } from '../../functions/views/words.ts'
import { withFolder } from './folders.ts'
import { lazily, ofType, withTarget, type Target } from './target.ts'

const MIGRATIONS = {
  '0000_users': `create table users (id int primary key, email text not null);
    create function touch() returns trigger language plpgsql as $$ begin return new; end $$;`,
  '0001_links': 'create table links (id int primary key, url text, note text); create index links_url on links (url);',
  '0002_note': 'alter table links drop column note; alter table links alter url set not null;',
  '0003_files': 'create table files (id int primary key, path text not null); create index files_path on files (path);',
  '0004_tags': `create table tags (id int primary key, name text not null); create index tags_name on tags (name);
    create trigger tags_touch before update on tags for each row execute function touch();`,
} as const
type Tag = keyof typeof MIGRATIONS
const TAGS = Object.keys(MIGRATIONS) as Tag[]

const blueprint = lazily(MIGRATIONS)
const upTo = (tag: Tag) => Object.fromEntries(TAGS.slice(0, TAGS.indexOf(tag) + 1).map((own) => [own, MIGRATIONS[own]]))

/** `type: cause`, with the facts of each. */
const told = (findings: readonly Finding[]) =>
  findings
    .flatMap((finding) => {
      if (!finding.type.startsWith('drift.')) return []
      return 'cause' in finding && finding.cause ? [`${finding.key} ${finding.cause.kind}`] : [finding.key]
    })
    .toSorted()

const changed = async (tag: Tag, statements: string, use: (findings: Finding[], target: Target) => unknown) =>
  withTarget(17, upTo(tag), async (target) => {
    await target.sql.unsafe(statements)
    await use((await target.look(await blueprint())).findings, target)
  })

describe('each difference says what happened', () => {
  const cases: Record<string, { at: Tag; by: string; says: object[] }> = {
    'removed by hand': {
      at: '0004_tags',
      by: 'drop index links_url',
      says: [{ fact: 'index:public.links_url', cause: { kind: 'removed', migration: '0001_links', whole: false } }],
    },
    'removed with all that its migration made': {
      at: '0003_files',
      by: 'drop table files',
      says: [{ fact: 'table:public.files', cause: { kind: 'removed', migration: '0003_files', whole: true } }],
    },
    'made by no migration': {
      at: '0004_tags',
      by: 'alter table users add column phone text',
      says: [{ fact: 'column:public.users.phone', cause: { kind: 'unmade' } }],
    },
    'made by a migration that is still pending': {
      at: '0002_note',
      by: 'create table files (id int primary key)',
      says: [{ fact: 'table:public.files', cause: { kind: 'pending', migration: '0003_files', whole: false } }],
    },
    'one object that is all of a pending migration': {
      at: '0002_note',
      by: 'create table files (id int primary key, path text not null); create index files_path on files (path)',
      says: [{ fact: 'table:public.files', cause: { kind: 'pending', migration: '0003_files', whole: true } }],
    },
    'as an earlier migration left it': {
      at: '0004_tags',
      by: 'alter table links alter url drop not null',
      says: [{ fact: 'column:public.links.url', cause: { kind: 'older', as: '0001_links', changed: '0002_note' } }],
    },
    'back, though a migration removed it': {
      at: '0004_tags',
      by: 'alter table links add column note text',
      says: [{ fact: 'column:public.links.note', cause: { kind: 'older', as: '0001_links', changed: '0002_note' } }],
    },
    'changed into what it never was': {
      at: '0004_tags',
      by: `alter table users alter email set default ''`,
      says: [{ fact: 'column:public.users.email', cause: { kind: 'changed' } }],
    },
  }

  test.each(Object.entries(cases))('%s', (_, { at, by, says }) =>
    changed(at, by, (findings) => {
      const drift = findings.filter(({ type }) => type.startsWith('drift.'))
      expect(drift).toMatchObject(says)
      expect(drift).toHaveLength(says.length)
    }),
  )
})

describe('migrations that were pushed', () => {
  const pushed = MIGRATIONS['0003_files'] + MIGRATIONS['0004_tags'].split('create trigger')[0]

  test('are one finding, with the rows that are missing; the rest of the drift stays', () =>
    changed('0002_note', `${pushed}; alter table users add column phone text`, async (findings, target) => {
      expect(told(findings)).toEqual(['drift:column:public.users.phone unmade', 'drift:pushed'])
      const [finding] = ofType(findings, 'drift.pushed')
      expect(finding).toMatchObject({
        migrations: [{ tag: '0003_files' }, { tag: '0004_tags' }],
        others: [],
        without: ['trigger'],
      })
      await target.sql.unsafe(MIGRATIONS['0004_tags'].slice(MIGRATIONS['0004_tags'].indexOf('create trigger')))
      for (const statement of finding ? words(finding).mend : [])
        if (statement.startsWith('insert')) await target.sql.unsafe(statement)
      const mended = await target.look(await blueprint())
      expect(told(mended.findings)).toEqual(['drift:column:public.users.phone unmade'])
      expect(mended.position?.applied).toBe(TAGS.length)
    }))

  test('are none where one of their objects is not there, or differs', () =>
    changed(
      '0002_note',
      pushed.replace('create index tags_name', '--').replace('path text not null', 'path text'),
      (findings) =>
        expect(told(findings)).toEqual(['drift:table:public.files pending', 'drift:table:public.tags pending']),
    ))

  test('with an earlier one that is not there: that one must come first', () =>
    changed('0002_note', MIGRATIONS['0004_tags'], (findings) =>
      expect(told(findings)).toEqual(['drift:table:public.tags pending']),
    ))

  test('in a database without a journal: its table is part of what mends it', () =>
    withTarget(17, undefined, async (target) => {
      await target.sql.unsafe(Object.values(MIGRATIONS).join(';\n'))
      const { findings } = await target.look(await blueprint())
      expect(told(findings)).toEqual(['drift:pushed'])
      const [finding] = ofType(findings, 'drift.pushed')
      for (const statement of finding ? words(finding).mend : [])
        if (!statement.startsWith('--')) await target.sql.unsafe(statement)
      expect((await target.look(await blueprint())).findings).toEqual([])
    }))

  test('by drizzle-kit push itself', () =>
    withTarget(17, upTo('0002_note'), async (target) => {
      await withFolder({ 'schema.ts': SCHEMA }, async (dir) => {
        await symlink(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(dir, 'node_modules'))
        const kit = join(dir, 'node_modules/drizzle-kit/bin.cjs')
        const args = ['push', '--force', '--dialect', 'postgresql', '--schema', 'schema.ts', '--url', target.url]
        await promisify(execFile)(process.execPath, [kit, ...args], { cwd: dir })
      })
      const { findings } = await target.look(await blueprint())
      expect(told(findings)).toEqual(['drift:pushed'])
    }))
})

const SCHEMA = `import { index, integer, pgTable, text } from 'drizzle-orm/pg-core'
export const users = pgTable('users', { id: integer().primaryKey(), email: text().notNull() })
export const links = pgTable('links', { id: integer().primaryKey(), url: text().notNull() }, (t) => [index('links_url').on(t.url.asc().nullsLast())])
export const files = pgTable('files', { id: integer().primaryKey(), path: text().notNull() }, (t) => [index('files_path').on(t.path)])
export const tags = pgTable('tags', { id: integer().primaryKey(), name: text().notNull() }, (t) => [index('tags_name').on(t.name)])
`

const rowsAfter = (tag: Tag) => `delete from drizzle.__drizzle_migrations where id > ${TAGS.indexOf(tag) + 1}`

describe('the point of the history that the catalog is at', () => {
  test('ahead of the journal, with one column more', () =>
    changed('0003_files', `${rowsAfter('0000_users')}; alter table users add column phone text`, (findings) => {
      expect(told(findings)).toContain('drift:pushed')
      expect(told(findings)).not.toContain('drift:nearest')
    }))

  test('ahead of the journal, and one index less', () =>
    changed('0004_tags', `${rowsAfter('0000_users')}; drop index tags_name`, (findings) => {
      expect(told(findings)).toEqual(['drift:nearest', 'drift:pushed', 'drift:table:public.tags pending'])
      expect(ofType(findings, 'drift.nearest')).toMatchObject([
        { nearest: '0004_tags', journal: '0000_users', left: ['index:public.tags_name'], direction: 'ahead' },
      ])
    }))

  test('behind the journal: brought back from a copy, with the rows of today', () =>
    changed(
      '0004_tags',
      'drop table tags; drop table files; alter table links add column note text, alter url drop not null',
      async (findings, target) => {
        const [nearest] = ofType(findings, 'drift.nearest')
        expect(nearest).toMatchObject({
          nearest: '0001_links',
          journal: '0004_tags',
          left: [],
          direction: 'behind',
          between: [{ tag: '0002_note' }, { tag: '0003_files' }, { tag: '0004_tags' }],
        })
        for (const statement of nearest ? words(nearest).mend : [])
          if (statement.startsWith('delete')) await target.sql.unsafe(statement)
        const { findings: after, position } = await target.look(await blueprint())
        expect(position?.tag).toBe('0001_links')
        expect(told(after)).toEqual([])
      },
    ))

  test('is not told for a single object, nor where another point explains less than half', () =>
    changed('0004_tags', 'drop table tags; alter table users add column a int, add column b int', (findings) =>
      expect(told(findings)).toEqual([
        'drift:column:public.users.a unmade',
        'drift:column:public.users.b unmade',
        'drift:table:public.tags removed',
      ]),
    ))
})
