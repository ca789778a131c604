import type { Question } from '../model/question.ts'
import type { CheckSql } from './health-statement.ts'
import { textsStatement } from './texts-statement.ts'

type AuthorsQuestion = Extract<Question, { ask: 'authors' }>

/** Statement → (text, rows): what is known of who changed what is wanted. `place` is the text of supabase/performance of that name. */
export const authorsStatement = (sql: CheckSql, { texts, wanted, journal, schema }: AuthorsQuestion): string =>
  textsStatement(
    sql,
    texts.map((name) => [name, name === 'place' ? 'performance/place' : `authors/${name}`]),
    { schema, journal, values: { wanted: JSON.stringify(wanted.map((one, place) => ({ place, ...one }))) } },
  )
