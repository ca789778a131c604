import type { MigrationFile } from '../blueprint/migration-file.ts'
import { statementsOf } from '../blueprint/statements.ts'
import { endsTransaction, startsTransaction } from '../blueprint/transactions.ts'

/** A statement that a rolled-back rehearsal on a real database must be warned of, or must not run. */
export interface Escape {
  file: string
  line: number
  what: string
}

const ALONE: readonly (readonly [RegExp, string])[] = [
  [/^(?:create\s+(?:unique\s+)?|drop\s+|re)index\b.*\bconcurrently\b/is, 'CONCURRENTLY cannot run in a transaction'],
  [/^vacuum\b/i, 'VACUUM cannot run in a transaction'],
  [/^(?:create|drop)\s+(?:database|tablespace)\b/i, 'databases and tablespaces are made outside of a transaction'],
  [/^alter\s+system\b/i, 'ALTER SYSTEM cannot be rolled back'],
]

const ESCAPING: readonly (readonly [RegExp, string])[] = [
  [/\b(?:nextval|setval)\s*\(/i, 'a sequence does not go back'],
  [/^insert\b/i, 'serial and identity columns use up numbers, which do not come back'],
  [/\b(?:dblink\w*|http(?:_\w+)?|net\s*\.\s*http_\w+)\s*\(/i, 'what it asks of another server stays done'],
  [/\bpg_advisory_lock\w*\s*\(/i, 'a session’s advisory lock is held until the connection closes'],
  [/\bcopy\b.*\b(?:program|to\s+')/is, 'files and programs of the server are not rolled back'],
  [/^do\b/i, 'what a DO block runs cannot be seen beforehand'],
]

/** What of some migrations cannot run in a transaction that is rolled back, and what would not be undone with it. */
export async function escapesOf(files: readonly MigrationFile[]): Promise<{ refused: Escape[]; escaping: Escape[] }> {
  const found: { refused: Escape[]; escaping: Escape[] } = { refused: [], escaping: [] }
  for (const { file, text } of files) {
    for (const { sql, line } of await statementsOf(text ?? '')) {
      const at = (list: readonly (readonly [RegExp, string])[]) =>
        list.flatMap(([pattern, what]) => (pattern.test(sql) ? [{ file, line, what }] : []))
      const controls = startsTransaction(sql) || endsTransaction(sql)
      found.refused.push(
        ...at(ALONE),
        ...(controls ? [{ file, line, what: 'it ends the transaction that is to be rolled back' }] : []),
      )
      found.escaping.push(...at(ESCAPING))
    }
  }
  return found
}
