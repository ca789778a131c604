import database from '../../supabase/performance/database.sql'
import indexes from '../../supabase/performance/indexes.sql'
import info from '../../supabase/performance/info.sql'
import place from '../../supabase/performance/place.sql'
import statements from '../../supabase/performance/statements.sql'
import tables from '../../supabase/performance/tables.sql'
import type { CheckSql } from './health-statement.ts'

/** The texts of supabase/performance as the Worker's bundle has them. */
export const PERFORMANCE_SQL: CheckSql = {
  'performance/database': database,
  'performance/indexes': indexes,
  'performance/info': info,
  'performance/place': place,
  'performance/statements': statements,
  'performance/tables': tables,
}
