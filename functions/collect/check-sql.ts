import activity from '../../supabase/checks/activity.sql'
import bloat from '../../supabase/checks/bloat.sql'
import checkpoints from '../../supabase/checks/checkpoints.sql'
import checkpoints17 from '../../supabase/checks/checkpoints-17.sql'
import collations from '../../supabase/checks/collations.sql'
import definers from '../../supabase/checks/definers.sql'
import duplicateIndexes from '../../supabase/checks/duplicate-indexes.sql'
import extensions from '../../supabase/checks/extensions.sql'
import foreignKeys from '../../supabase/checks/foreign-keys.sql'
import invalidIndexes from '../../supabase/checks/invalid-indexes.sql'
import keyless from '../../supabase/checks/keyless.sql'
import notValid from '../../supabase/checks/not-valid.sql'
import notValid18 from '../../supabase/checks/not-valid-18.sql'
import orphanCandidates from '../../supabase/checks/orphan-candidates.sql'
import ping from '../../supabase/checks/ping.sql'
import prepared from '../../supabase/checks/prepared.sql'
import rowSecurity from '../../supabase/checks/row-security.sql'
import sequences from '../../supabase/checks/sequences.sql'
import server from '../../supabase/checks/server.sql'
import slots from '../../supabase/checks/slots.sql'
import slots17 from '../../supabase/checks/slots-17.sql'
import statements from '../../supabase/checks/statements.sql'
import statementsWhere from '../../supabase/checks/statements-where.sql'
import tables from '../../supabase/checks/tables.sql'
import triggers from '../../supabase/checks/triggers.sql'
import unusedIndexes from '../../supabase/checks/unused-indexes.sql'
import views from '../../supabase/checks/views.sql'
import type { CheckSql } from './health-statement.ts'

/** The texts of supabase/checks as the Worker's bundle has them. */
export const CHECK_SQL: CheckSql = {
  activity,
  bloat,
  checkpoints,
  'checkpoints-17': checkpoints17,
  collations,
  definers,
  'duplicate-indexes': duplicateIndexes,
  extensions,
  'foreign-keys': foreignKeys,
  'invalid-indexes': invalidIndexes,
  keyless,
  'not-valid': notValid,
  'not-valid-18': notValid18,
  'orphan-candidates': orphanCandidates,
  ping,
  prepared,
  'row-security': rowSecurity,
  sequences,
  server,
  slots,
  'slots-17': slots17,
  statements,
  'statements-where': statementsWhere,
  tables,
  triggers,
  'unused-indexes': unusedIndexes,
  views,
}
