import locks from '../../supabase/catalog/locks.sql'
import scope from '../../supabase/catalog/scope.sql'
import facts from '../../supabase/catalog/facts.sql'
import aggregates from '../../supabase/catalog/aggregates.sql'
import collations from '../../supabase/catalog/collations.sql'
import columns from '../../supabase/catalog/columns.sql'
import comments from '../../supabase/catalog/comments.sql'
import constraints from '../../supabase/catalog/constraints.sql'
import defaultPrivileges from '../../supabase/catalog/default-privileges.sql'
import eventTriggers from '../../supabase/catalog/event-triggers.sql'
import extensions from '../../supabase/catalog/extensions.sql'
import foreign from '../../supabase/catalog/foreign.sql'
import functions from '../../supabase/catalog/functions.sql'
import indexes from '../../supabase/catalog/indexes.sql'
import operatorClasses from '../../supabase/catalog/operator-classes.sql'
import operators from '../../supabase/catalog/operators.sql'
import owners from '../../supabase/catalog/owners.sql'
import policies from '../../supabase/catalog/policies.sql'
import privileges from '../../supabase/catalog/privileges.sql'
import publications from '../../supabase/catalog/publications.sql'
import ranges from '../../supabase/catalog/ranges.sql'
import roles from '../../supabase/catalog/roles.sql'
import rules from '../../supabase/catalog/rules.sql'
import schemas from '../../supabase/catalog/schemas.sql'
import sequences from '../../supabase/catalog/sequences.sql'
import settings from '../../supabase/catalog/settings.sql'
import statistics from '../../supabase/catalog/statistics.sql'
import tables from '../../supabase/catalog/tables.sql'
import surroundings from '../../supabase/catalog/surroundings.sql'
import textSearch from '../../supabase/catalog/text-search.sql'
import triggers from '../../supabase/catalog/triggers.sql'
import types from '../../supabase/catalog/types.sql'
import unmodelled from '../../supabase/catalog/unmodelled.sql'
import views from '../../supabase/catalog/views.sql'
import type { CatalogSql } from './catalog.ts'

/** The texts of supabase/catalog as the Worker's bundle has them. */
export const CATALOG_SQL: CatalogSql = {
  locks,
  scope,
  facts,
  aggregates,
  collations,
  columns,
  comments,
  constraints,
  'default-privileges': defaultPrivileges,
  'event-triggers': eventTriggers,
  extensions,
  foreign,
  functions,
  indexes,
  'operator-classes': operatorClasses,
  operators,
  owners,
  policies,
  privileges,
  publications,
  ranges,
  roles,
  rules,
  schemas,
  sequences,
  settings,
  statistics,
  surroundings,
  tables,
  'text-search': textSearch,
  triggers,
  types,
  unmodelled,
  views,
}
