import type { JournalTable } from '../model/question.ts'
import { identifier, literal } from '../model/sql.ts'
import { rowsAsJson, type CheckSql } from './health-statement.ts'

/** What stands for something in texts; `values`: literals, by the name of their variable. */
interface Bound {
  /** Where an extension is; extensions where nobody said. */
  schema: string | undefined
  journal: JournalTable
  values: Readonly<Record<string, string>>
}

/**
 * Statement → (text, rows): what each text of supabase/ answers, as a JSON array, by its name. One statement, whatever is asked.
 * @param texts names, and where the texts are: `authors/owners`
 */
export const textsStatement = (
  sql: CheckSql,
  texts: readonly (readonly [name: string, path: string])[],
  { schema = 'extensions', journal, values }: Bound,
): string => {
  const all = new Map(Object.entries({ ...values, journal_schema: journal.schema, journal_table: journal.table }))
  // All at once: what is put in may look like a variable itself.
  const bound = (text: string) =>
    text.replaceAll(/:"schema"|:'(\w+)'/g, (variable, name: string | undefined) => {
      if (name === undefined) return identifier(schema)
      const value = all.get(name)
      return value === undefined ? variable : literal(value)
    })
  return texts
    .map(([name, path]) => {
      const text = sql[path]
      if (text === undefined) throw new Error(`supabase/${path}.sql is not there`)
      return rowsAsJson(name, bound(text))
    })
    .join('\nunion all\n')
}
