import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readMigrations } from '../../scripts/blueprint/folder.ts'
import { supabaseContent } from '../../scripts/blueprint/supabase/content.ts'
import { readSupabaseMigrations, supabaseBeside } from '../../scripts/blueprint/supabase/folder.ts'
import { UserError } from '../../scripts/errors.ts'
import { runScript } from '../support/command.ts'
import { serverUrl } from '../support/database.ts'
import { journalFiles, withFolder } from './folders.ts'

const below = (dir: string, files: Readonly<Record<string, string | Uint8Array>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]))
const drizzle = journalFiles({ '0000_files': 'create table files (id int primary key)' })

test('files are read as the CLI reads them: in the order of their names, the first `init` of old and folders left out', () =>
  withFolder(
    {
      '20210101000000_init.sql': 'select 0',
      '20240102000000_b.sql': 'select 2',
      '20240101000000_a_b.sql': 'select 1',
      '1_.sql': 'select 3',
      'README.md': 'of no concern',
      'seed.sql': 'select 4',
      '20240103000000-c.sql': 'select 5',
      '20240104000000_d.SQL': 'of no concern',
    },
    async (dir) => {
      await mkdir(join(dir, '20240105000000_e.sql'))
      const { files, unread } = await readSupabaseMigrations(dir)
      expect(files.map(({ version, name }) => [version, name])).toEqual([
        ['1', ''],
        ['20210101000000', 'init'],
        ['20240101000000', 'a_b'],
        ['20240102000000', 'b'],
      ])
      expect(unread).toEqual(['20240103000000-c.sql', 'seed.sql'])
    },
  ))

test('an `init` of old is passed over where it comes first', () =>
  withFolder({ '20210101000000_init.sql': 'select 0', '20240101000000_a.sql': 'select 1' }, async (dir) => {
    const { files, unread } = await readSupabaseMigrations(dir)
    expect({ files: files.map(({ file }) => file), unread }).toEqual({ files: ['20240101000000_a.sql'], unread: [] })
  }))

test('what is no folder is refused', () =>
  withFolder({ 'a.sql': '' }, async (dir) => {
    await expect(readSupabaseMigrations(join(dir, 'none'))).rejects.toBeInstanceOf(UserError)
    await expect(readSupabaseMigrations(join(dir, 'a.sql'))).rejects.toThrow(/is a file/)
  }))

test('it is looked for in the project of the Drizzle folder, and nowhere else', () =>
  withFolder(
    {
      ...below('a', { 'package.json': '{}', 'supabase/migrations/1_x.sql': '', 'src/db/drizzle/x': '' }),
      ...below('a/apps/b', { 'drizzle.config.ts': '', 'drizzle/x': '' }),
      ...below('a/apps/c', { '.git/x': '', 'drizzle/x': '' }),
    },
    async (dir) => {
      const found = join(dir, 'a/supabase/migrations')
      expect(supabaseBeside(join(dir, 'a/src/db/drizzle'))).toBe(found)
      expect(supabaseBeside(found)).toBe(found)
      expect(supabaseBeside(join(dir, 'a/apps/b/drizzle'))).toBeNull()
      expect(supabaseBeside(join(dir, 'a/apps/c/drizzle'))).toBeNull()
    },
  ))

test('a folder that both tools read makes nothing twice', () =>
  withFolder(drizzle, async (dir) => {
    const own = { dir: (await readMigrations(dir)).dir, groups: [], migrations: [] }
    expect(await supabaseContent(await readSupabaseMigrations(dir), own)).toMatchObject({
      shared: true,
      files: [{ version: '0000', name: 'files' }],
      overlaps: [],
      unread: [],
    })
  }))

test('check takes it up from the project, and leaves it out where it is told to', () =>
  withFolder(
    {
      'package.json': '{}',
      ...below('drizzle', drizzle),
      ...below('supabase/migrations', { '1_files.sql': 'create table files (id int)', 'x.sql': '' }),
    },
    async (dir) => {
      const shadow = await serverUrl(17)
      const plain = ['--platform', 'none']
      const check = (...args: string[]) =>
        runScript('plumbline.ts', [
          'check',
          '--migrations',
          join(dir, 'drizzle'),
          '--shadow-url',
          shadow,
          ...plain,
          ...args,
        ])
      const told = await check('--format', 'json')
      expect(told.code).toBe(1)
      expect(JSON.parse(told.stdout).findings).toMatchObject([
        { key: 'supabase:both', title: '1_files.sql and 0000_files both make table files', truth: 'supabase' },
        { key: 'supabase:unread-file:x.sql', truth: 'files' },
      ])
      const without = await check('--supabase-migrations', 'none')
      expect(without).toMatchObject({ code: 0, stdout: expect.not.stringContaining('Supabase CLI') })
    },
  ))
