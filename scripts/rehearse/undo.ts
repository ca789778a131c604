import { PgParser } from '@supabase/pg-parser'
import { subjectOf } from '../../functions/drift/mend/names.ts'
import { kindOf, type Fact } from '../../functions/model/fact.ts'
import type { MigrationFile } from '../blueprint/migration-file.ts'
import { statementsOf } from '../blueprint/statements.ts'
import { excerptOf } from '../excerpt.ts'

/** What of a migration no comparison of catalogs can undo. */
export interface Undone {
  /** Renames, undone in the reverse order: without them a column would be dropped, and made anew without its values. */
  renames: string[]
  /** `file:line: what` of statements that changed rows. */
  data: string[]
}

const parser = new PgParser({ version: 17 })

/** Reads what some migrations renamed and which rows they changed. */
export async function undoOf(files: readonly MigrationFile[]): Promise<Undone> {
  const undone: Undone = { renames: [], data: [] }
  for (const { file, text } of files) {
    for (const { sql, line } of await statementsOf(text ?? '')) {
      const back = await renameBack(sql)
      if (back !== null) undone.renames.unshift(back)
      if (/^(?:insert|update|delete|merge|truncate|copy|do|call|select)\b/i.test(sql))
        undone.data.push(`${file}:${line}: ${excerptOf(sql, 70)}`)
    }
  }
  return undone
}

const RENAME =
  /^(alter\s+(?:table|view|materialized\s+view|foreign\s+table|index|sequence|type|domain|schema)\s+(?:if\s+exists\s+)?(?:only\s+)?)((?:"(?:[^"]|"")*"|[\w$.])+)(\s+rename\s+)(.*?)\s*;?\s*$/is
const NAME = '("(?:[^"]|"")*"|[\\w$]+)'
const PART = new RegExp(
  `^((?:column\\s+|constraint\\s+|attribute\\s+|value\\s+)?)('(?:[^']|'')*'|${NAME})\\s+to\\s+('(?:[^']|'')*'|${NAME})$`,
  'is',
)
const WHOLE = new RegExp(`^to\\s+${NAME}$`, 'is')

/** The statement that undoes a rename; null for any other statement. */
async function renameBack(sql: string): Promise<string | null> {
  const { tree, error } = await parser.parse(sql)
  const node = error ? undefined : tree?.stmts?.[0]?.stmt
  if (node === undefined || !('RenameStmt' in node || 'AlterEnumStmt' in node)) return null
  const [, head = '', name = '', rename = '', rest = ''] = RENAME.exec(sql.trim()) ?? []
  if (head === '') return null
  const part = PART.exec(rest)
  if (part) return `${head}${name}${rename}${part[1]}${part[4]} to ${part[2]};`
  const to = WHOLE.exec(rest)?.[1]
  if (to === undefined) return null
  const parts = name.match(/"(?:[^"]|"")*"|[^."]+/g) ?? []
  return `${head}${[...parts.slice(0, -1), to].join('.')}${rename}to ${parts.at(-1)};`
}

/** Keys of tables and columns that some migrations took away: their rows and values do not come back. */
export function lostBefore(before: readonly Fact[], after: readonly Fact[]): string[] {
  const has = new Set(after.map(({ key }) => key))
  const gone = before.filter(({ key }) => isHolder(key) && !has.has(key)).map(({ key }) => key)
  const tables = new Set(gone.filter((key) => kindOf(key) === 'table').map((key) => subjectOf(key).name))
  return gone.filter((key) => kindOf(key) === 'table' || !tables.has(subjectOf(key).object))
}

const isHolder = (key: string) => kindOf(key) === 'table' || kindOf(key) === 'column'
