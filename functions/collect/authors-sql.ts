import owners from '../../supabase/authors/owners.sql'
import sessions from '../../supabase/authors/sessions.sql'
import statements from '../../supabase/authors/statements.sql'
import type { CheckSql } from './health-statement.ts'

/** The texts of supabase/authors as the Worker's bundle has them. */
export const AUTHORS_SQL: CheckSql = {
  'authors/owners': owners,
  'authors/sessions': sessions,
  'authors/statements': statements,
}
