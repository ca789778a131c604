import type { Question } from '../model/question.ts'
import { identifier, literal } from '../model/sql.ts'
import { rowsAsJson, type CheckSql } from './health-statement.ts'

type AuthorsQuestion = Extract<Question, { ask: 'authors' }>

/** Statement → (text, rows): what is known of who changed what is wanted. `place` is the text of supabase/performance of that name. */
export function authorsStatement(sql: CheckSql, { texts, wanted, journal, schema }: AuthorsQuestion): string {
  const places = literal(JSON.stringify(wanted.map((one, place) => ({ place, ...one }))))
  return texts
    .map((name) => {
      const path = name === 'place' ? 'performance/place' : `authors/${name}`
      const text = sql[path]
      if (text === undefined) throw new Error(`supabase/${path}.sql is not there`)
      const bound = text
        .replaceAll(':"schema"', () => identifier(schema ?? 'extensions'))
        .replaceAll(":'wanted'", () => places)
        .replaceAll(":'journal_schema'", () => literal(journal.schema))
        .replaceAll(":'journal_table'", () => literal(journal.table))
      return rowsAsJson(name, bound)
    })
    .join('\nunion all\n')
}
