import { describe, expect, test } from 'vitest'
import { digestsOf } from '../../../functions/journal/supabase/digests.ts'
import { judgeSupabase, judgeSupabaseFolder } from '../../../functions/journal/supabase/judge.ts'
import type { SupabaseApplied, SupabaseFolder, SupabaseOverlap } from '../../../functions/model/supabase.ts'
import { truthOf } from '../../../functions/views/words/truth.ts'

const SQL = 'create table a (id int); create table b ();'

const file = async (version: string, name = 'x', sql = SQL) => ({
  file: `${version}_${name}.sql`,
  version,
  name,
  sql: await digestsOf([sql]),
})
const row = async (version: string, name: string | null = 'x', sql: string | null = SQL): Promise<SupabaseApplied> => ({
  version,
  name,
  sql: sql === null ? null : await digestsOf([sql]),
  makes: [],
})
type File = Awaited<ReturnType<typeof file>>

const folder = (files: File[], change: Partial<SupabaseFolder> = {}): SupabaseFolder => ({
  shared: false,
  files,
  unread: [],
  overlaps: [],
  ...change,
})
const judge = async (files: Promise<File>[], rows: Promise<SupabaseApplied>[] | null, shared = false) =>
  judgeSupabase(folder(await Promise.all(files), { shared }), rows && (await Promise.all(rows)))

describe('the history beside the folder', () => {
  test.each([
    ['all is applied as it stands', [file('1'), file('2')], [row('1'), row('2')]],
    ['neither has anything', [], []],
    ['an older row without a name', [file('1')], [row('1', null)]],
    ['a row without statements, of an empty file', [file('1', 'x', '')], [row('1', 'x', null)]],
  ])('%s: nothing', async (_, files, rows) => expect(await judge(files, rows)).toEqual([]))

  test.each([
    [
      'applied, no file: the files are wrong',
      [file('2')],
      [row('1', 'init'), row('2'), row('3', null)],
      {
        type: 'supabase.missing-file',
        severity: 'medium',
        migrations: [
          { version: '1', name: 'init' },
          { version: '3', name: null },
        ],
      },
      'files',
    ],
    [
      'newer than all that is applied',
      [file('1'), file('2')],
      [row('1')],
      { type: 'supabase.pending', severity: 'info', migrations: [{ version: '2', file: '2_x.sql' }], table: true },
      null,
    ],
    [
      'nothing is applied',
      [file('1')],
      [],
      { type: 'supabase.pending', severity: 'info', migrations: [{ version: '1', file: '1_x.sql' }], table: true },
      null,
    ],
    [
      'the target has no history',
      [file('1')],
      null,
      { type: 'supabase.pending', severity: 'info', migrations: [{ version: '1', file: '1_x.sql' }], table: false },
      null,
    ],
    [
      'older than what is applied: the CLI stops',
      [file('1'), file('2')],
      [row('2')],
      { type: 'supabase.skipped', severity: 'medium', migrations: [{ version: '1', file: '1_x.sql' }], newest: '2' },
      'files',
    ],
    [
      'edited after it was applied',
      [file('1', 'x', 'create table a (id bigint); create table b ();')],
      [row('1')],
      { type: 'supabase.edited', key: 'supabase:edited:1', severity: 'medium', file: '1_x.sql', first: 1 },
      'files',
    ],
    [
      'another spelling alone',
      [file('1', 'x', 'create table a (id int);\r\ncreate table b( );')],
      [row('1')],
      { type: 'supabase.respelled', severity: 'info', difference: 'white space' },
      'files',
    ],
    [
      'other comments alone',
      [file('1', 'x', `-- two tables\n${SQL}`)],
      [row('1')],
      { type: 'supabase.respelled', severity: 'info', difference: 'comments' },
      'files',
    ],
    ['another name', [file('1', 'y')], [row('1')], { type: 'supabase.renamed', severity: 'info', name: 'x' }, 'files'],
    [
      'what was run was not kept',
      [file('1')],
      [row('1', 'x', null)],
      { type: 'supabase.unkept', severity: 'info', migrations: [{ version: '1', file: '1_x.sql' }] },
      'supabase',
    ],
  ])('%s', async (_, files, rows, expected, truth) => {
    const findings = await judge(files, rows)
    expect(findings).toMatchObject([expected])
    expect(findings.map(truthOf)).toEqual([truth])
  })

  test('a checkout that respells every file is one finding; late and pending ones are told apart', async () => {
    const versions = ['20240101', '20240102', '20240103']
    const files = versions.map((version) => file(version, 'x', SQL.replace(' ', '\r\n')))
    expect(
      await judge(
        files,
        versions.map((version) => row(version)),
      ),
    ).toMatchObject([{ type: 'supabase.respelled', migrations: [{}, {}, {}] }])
    expect(await judge(files, [row('20240102', 'x', SQL.replace(' ', '\r\n'))])).toMatchObject([
      { type: 'supabase.skipped', migrations: [{ version: '20240101' }] },
      { type: 'supabase.pending', migrations: [{ version: '20240103' }] },
    ])
  })

  test('a folder that Drizzle migrates from, too, says nothing of a target that the CLI never pushed to', async () => {
    expect(await judge([file('1')], null, true)).toEqual([])
    expect(await judge([file('1')], [], true)).toMatchObject([{ type: 'supabase.pending' }])
  })

  test('of files of one version, the one that was run is compared', async () => {
    expect(await judge([file('1', 'y', 'select 1'), file('1')], [row('1')])).toEqual([])
    expect(await judge([file('1', 'y', 'select 1'), file('1', 'x', 'select 2')], [row('1')])).toMatchObject([
      { type: 'supabase.edited', file: '1_x.sql' },
    ])
    expect(await judge([file('1', 'y'), file('1', 'z')], [])).toMatchObject([{ migrations: [{ file: '1_y.sql' }] }])
  })
})

const overlap = (guarded: boolean): SupabaseOverlap => ({
  file: '1_x.sql',
  migrations: ['0000_a'],
  facts: ['table:public.a'],
  guarded,
})

describe('the folder alone', () => {
  test('says nothing of a blueprint without it, or of one that is right', async () => {
    expect(judgeSupabaseFolder(undefined)).toEqual([])
    expect(judgeSupabaseFolder(folder([await file('1'), await file('2')]))).toEqual([])
  })

  test('tells files that are passed over, versions used twice, and what both tools make', async () => {
    const files = [await file('1'), await file('1', 'y'), await file('2')]
    expect(
      judgeSupabaseFolder(folder(files, { unread: ['seed.sql'], overlaps: [overlap(true), overlap(false)] })),
    ).toEqual([
      { type: 'supabase.unread-file', key: 'supabase:unread-file:seed.sql', severity: 'medium', file: 'seed.sql' },
      {
        type: 'supabase.same-version',
        key: 'supabase:same-version:1',
        severity: 'medium',
        version: '1',
        files: ['1_x.sql', '1_y.sql'],
      },
      { type: 'supabase.both', key: 'supabase:both', severity: 'medium', overlaps: [overlap(true), overlap(false)] },
    ])
    expect(judgeSupabaseFolder(folder([], { overlaps: [overlap(true)] }))).toMatchObject([{ severity: 'info' }])
  })
})
