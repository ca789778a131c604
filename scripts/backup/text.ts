import type { BackupRecord, Compared } from '../../functions/model/backup/record.ts'
import { dim, hang, shade, type TextOptions } from '../../functions/views/text/lines.ts'
import { count } from '../../functions/views/words/text.ts'
import { sizeOf, type Manifest } from './manifest.ts'
import type { Restored } from './restore/restore.ts'

/** `1.2 GB`, as disks are sold: a thousand at a time. */
export function bytesText(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1)
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power]}`
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB']

const block = (word: string, of: 'pass' | 'fail' | 'unknown', lines: string[], options: TextOptions) =>
  hang(word, lines, shade(of, word, options))

/** What was backed up, and what was not. */
export function backupText(manifest: Manifest, where: string, took: string, options: TextOptions): string {
  const { tables, takenAt, server, without, encryptedTo } = manifest
  const { rows, bytes } = sizeOf(manifest)
  const raw = tables.reduce((sum, table) => sum + table.bytes, 0)
  return [
    ...block(
      'BACKED UP',
      'pass',
      [
        `${count(tables.length, 'table')}, ${count(rows, 'row')}, ${bytesText(raw)} in ${bytesText(bytes)}${encryptedTo.length > 0 ? ', encrypted' : ''}, in ${took}`,
        dim(`${server.database} on PostgreSQL ${server.version} as of ${takenAt}`, options),
        `to ${where}`,
        ...without.map((what) => `not in it: ${what}`),
      ],
      options,
    ),
    '',
  ].join('\n')
}

/** What came of a restore. */
export function restoredText(restored: Restored, took: string, options: TextOptions): string {
  const { unmade, rows, roles, resumed } = restored
  const word = unmade.length === 0 ? 'RESTORED' : 'PARTLY'
  return [
    ...block(
      word,
      unmade.length === 0 ? 'pass' : 'fail',
      [
        `${count(rows, 'row')} in ${took}${resumed ? ', going on where it had stopped' : ''}`,
        ...(roles.length > 0 ? [`made the roles ${roles.join(', ')}, without passwords`] : []),
        ...unmade.map(({ fact, reason }) => `not as it was: ${fact}: ${reason}`),
      ],
      options,
    ),
    '',
  ].join('\n')
}

/** What a restore drill proved, or did not. */
export function drillText(
  { verified, takenAt, where }: BackupRecord,
  on: string,
  took: string,
  options: TextOptions,
): string {
  if (verified === null) return ''
  const { ok, compared } = verified
  const { facts, tables, foreignKeys, sequences, unknowns } = compared
  return [
    ...block(
      ok ? 'PROVEN' : 'BROKEN',
      ok ? 'pass' : 'fail',
      [
        `the backup of ${takenAt} in ${where} was restored into ${on} and compared, in ${took}`,
        line(facts.compared, 'fact', facts.unlike),
        `${line(tables.compared, 'table', tables.unlike)}, ${count(tables.rows, 'row')} counted and hashed`,
        line(foreignKeys.compared, 'foreign key', foreignKeys.broken),
        line(sequences.compared, 'sequence', sequences.unlike),
        ...reasonsOf(unknowns),
      ],
      options,
    ),
    '',
  ].join('\n')
}

const line = (n: number, what: string, unlike: readonly string[]) =>
  `${count(n, what)}${unlike.length === 0 ? '' : `; not as in the backup: ${unlike.join(', ')}`}`

const reasonsOf = (unknowns: Compared['unknowns']) => unknowns.map(({ subject, reason }) => `${subject}: ${reason}`)
