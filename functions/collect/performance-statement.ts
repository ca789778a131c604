import type { Question } from '../model/question.ts'
import { identifier, literal } from '../model/sql.ts'
import { rowsAsJson, type CheckSql } from './health-statement.ts'

type PerformanceQuestion = Extract<Question, { ask: 'performance' }>

/** Statement → (text, rows): what each text of supabase/performance answers, as a JSON array. One statement, whatever is asked. */
export const performanceStatement = (
  sql: CheckSql,
  { texts, journal, schema = 'extensions', seen = [] }: PerformanceQuestion,
): string =>
  texts
    .map((name) => {
      const text = sql[`performance/${name}`]
      if (text === undefined) throw new Error(`supabase/performance has no ${name}.sql`)
      const bound = text
        .replaceAll(':"schema"', () => identifier(schema))
        .replaceAll(":'seen'", () => literal(`{${seen.join(',')}}`))
        .replaceAll(":'journal_schema'", () => literal(journal.schema))
        .replaceAll(":'journal_table'", () => literal(journal.table))
      return rowsAsJson(name, bound)
    })
    .join('\nunion all\n')
