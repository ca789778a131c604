import type { Finding } from '../../model/finding.ts'
import type { SupabaseApplied, SupabaseFile, SupabaseFolder } from '../../model/supabase.ts'
import { firstDifference } from './digests.ts'

/** What is wrong with the folder supabase/migrations itself, and what it makes that Drizzle's migrations make, too. */
export function judgeSupabaseFolder(folder: SupabaseFolder | undefined): Finding[] {
  if (folder === undefined) return []
  const { files, unread, overlaps } = folder
  const severity = overlaps.every(({ guarded }) => guarded) ? 'info' : 'medium'
  return [
    ...unread.map((file): Finding => ({
      type: 'supabase.unread-file',
      key: `supabase:unread-file:${file}`,
      severity: 'medium',
      file,
    })),
    ...sharedVersions(files),
    ...(overlaps.length === 0 ? [] : [{ type: 'supabase.both', key: 'supabase:both', severity, overlaps } as const]),
  ]
}

const sharedVersions = (files: readonly SupabaseFile[]): Finding[] =>
  [...Map.groupBy(files, ({ version }) => version)].flatMap(([version, own]) =>
    own.length < 2
      ? []
      : [
          {
            type: 'supabase.same-version',
            key: `supabase:same-version:${version}`,
            severity: 'medium',
            version,
            files: own.map(({ file }) => file),
          },
        ],
  )

/**
 * Compares the folder with what the target's history says was applied, as `supabase db push` and `migration list` do, and what was run
 * with what the files say, which they do not.
 * @param applied null: the target has no such history
 */
export function judgeSupabase(folder: SupabaseFolder, applied: readonly SupabaseApplied[] | null): Finding[] {
  // Where Drizzle migrates from the same folder, a target without that history is one that the CLI never pushed to.
  if (applied === null) return folder.shared ? [] : waiting(folder.files, null, false)
  const rows = new Map(applied.map((row) => [row.version, row]))
  const files = oneEach(folder.files, rows)
  const newest = applied.map(({ version }) => version).reduce<string | null>(later, null)
  const pairs = files.flatMap((file) => {
    const row = rows.get(file.version)
    return row ? [{ file, row }] : []
  })
  return [
    ...missing(applied, files),
    ...waiting(
      files.filter(({ version }) => !rows.has(version)),
      newest,
      true,
    ),
    ...pairs.flatMap(({ file, row }) => [...edited(file, row), ...renamed(file, row)]),
    ...respelled(pairs),
    ...unkept(pairs),
  ]
}

/** Of files that share a version, the one that was run, as far as can be told. */
const oneEach = (files: readonly SupabaseFile[], rows: ReadonlyMap<string, SupabaseApplied>): SupabaseFile[] =>
  [...Map.groupBy(files, ({ version }) => version)].flatMap(([version, own]) => {
    const row = rows.get(version)
    const same = own.find(({ sql }) => sql.code === row?.sql?.code) ?? own.find(({ name }) => name === row?.name)
    return same ?? own[0] ?? []
  })

interface Pair {
  file: SupabaseFile
  row: SupabaseApplied
}

/** As text, like the CLI. */
const later = (a: string | null, b: string) => (a === null || b > a ? b : a)
const filed = ({ version, file }: SupabaseFile) => ({ version, file })

function missing(applied: readonly SupabaseApplied[], files: readonly SupabaseFile[]): Finding[] {
  const known = new Set(files.map(({ version }) => version))
  const migrations = applied.flatMap(({ version, name }) => (known.has(version) ? [] : [{ version, name }]))
  if (migrations.length === 0) return []
  return [{ type: 'supabase.missing-file', key: 'supabase:missing-file', severity: 'medium', migrations }]
}

function waiting(files: readonly SupabaseFile[], newest: string | null, table: boolean): Finding[] {
  const late = files.filter(({ version }) => newest !== null && version < newest).map(filed)
  const next = files.filter(({ version }) => newest === null || version >= newest).map(filed)
  return [
    ...(newest === null || late.length === 0
      ? []
      : [{ type: 'supabase.skipped', key: 'supabase:skipped', severity: 'medium', migrations: late, newest } as const]),
    ...(next.length === 0
      ? []
      : [{ type: 'supabase.pending', key: 'supabase:pending', severity: 'info', migrations: next, table } as const]),
  ]
}

function edited({ version, file, sql }: SupabaseFile, row: SupabaseApplied): Finding[] {
  if (row.sql === null || row.sql.code === sql.code) return []
  return [
    {
      type: 'supabase.edited',
      key: `supabase:edited:${version}`,
      severity: 'medium',
      version,
      file,
      statements: { file: sql.statements, history: row.sql.statements },
      first: firstDifference(sql, row.sql) ?? 1,
    },
  ]
}

/** The CLI goes by the version alone, so that a name only misleads people. */
function renamed({ version, file, name }: SupabaseFile, row: SupabaseApplied): Finding[] {
  if (row.name === null || row.name === '' || row.name === name) return []
  const key = `supabase:renamed:${version}`
  return [{ type: 'supabase.renamed', key, severity: 'info', version, file, name: row.name }]
}

/** One finding for all: a checkout with other line endings respells every file at once. */
function respelled(pairs: readonly Pair[]): Finding[] {
  const same = pairs.filter(({ file, row }) => row.sql?.code === file.sql.code && row.sql.text !== file.sql.text)
  const bySpace = Map.groupBy(same, ({ file, row }) => row.sql?.layout === file.sql.layout)
  return ([true, false] as const).flatMap((space): Finding[] => {
    const migrations = bySpace.get(space)?.map(({ file }) => filed(file)) ?? []
    if (migrations.length === 0) return []
    const difference = space ? 'white space' : 'comments'
    const key = `supabase:respelled:${space ? 'white-space' : 'comments'}`
    return [{ type: 'supabase.respelled', key, severity: 'info', difference, migrations }]
  })
}

function unkept(pairs: readonly Pair[]): Finding[] {
  const blank = pairs.filter(({ file, row }) => row.sql === null && file.sql.statements > 0)
  if (blank.length === 0) return []
  const migrations = blank.map(({ file }) => filed(file))
  return [{ type: 'supabase.unkept', key: 'supabase:unkept', severity: 'info', migrations }]
}
