import type { Question } from '../model/question.ts'
import type { CheckSql } from './health-statement.ts'
import { textsStatement } from './texts-statement.ts'

type PerformanceQuestion = Extract<Question, { ask: 'performance' }>

/** Statement → (text, rows): what texts of supabase/performance answer. */
export const performanceStatement = (
  sql: CheckSql,
  { texts, journal, schema, seen = [] }: PerformanceQuestion,
): string =>
  textsStatement(
    sql,
    texts.map((name) => [name, `performance/${name}`]),
    { schema, journal, values: { seen: `{${seen.join(',')}}` } },
  )
