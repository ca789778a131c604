import type { Migration, Spelling } from '../model/blueprint.ts'
import type { FindingOf } from '../model/finding.ts'

export type Difference = FindingOf<'journal.edited'>['difference']

const spellings: readonly Spelling[] = ['lf', 'crlf', 'bom', 'bom+crlf']
const withMark = (spelling: Spelling) => spelling.startsWith('bom')

/** The spelling of a migration's text that has this hash, if one of them has. */
export const spellingOf = (migration: { spellings?: Migration['spellings'] }, hash: string): Spelling | undefined =>
  spellings.find((spelling) => migration.spellings?.[spelling] === hash)

/**
 * How the file differs from the text that a journal row was written for. The spelling that a migration does not list is
 * the file's own; where all are listed (mixed line endings), it is taken to have no byte order mark.
 */
export function differenceOf(migration: Migration, rowHash: string): Difference {
  const row = spellingOf(migration, rowHash)
  if (row === undefined) return 'content'
  const own = spellings.find((spelling) => migration.spellings[spelling] === undefined) ?? 'lf'
  return withMark(row) === withMark(own) ? 'line endings' : 'byte order mark'
}
