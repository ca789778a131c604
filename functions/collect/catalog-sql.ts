import scope from '../../supabase/catalog/scope.sql'
import facts from '../../supabase/catalog/facts.sql'
import columns from '../../supabase/catalog/columns.sql'
import comments from '../../supabase/catalog/comments.sql'
import constraints from '../../supabase/catalog/constraints.sql'
import extensions from '../../supabase/catalog/extensions.sql'
import functions from '../../supabase/catalog/functions.sql'
import indexes from '../../supabase/catalog/indexes.sql'
import policies from '../../supabase/catalog/policies.sql'
import schemas from '../../supabase/catalog/schemas.sql'
import sequences from '../../supabase/catalog/sequences.sql'
import tables from '../../supabase/catalog/tables.sql'
import triggers from '../../supabase/catalog/triggers.sql'
import types from '../../supabase/catalog/types.sql'
import unmodelled from '../../supabase/catalog/unmodelled.sql'
import views from '../../supabase/catalog/views.sql'
import type { CatalogSql } from './catalog.ts'

/** The texts of supabase/catalog as the Worker's bundle has them. */
export const CATALOG_SQL: CatalogSql = {
  scope,
  facts,
  columns,
  comments,
  constraints,
  extensions,
  functions,
  indexes,
  policies,
  schemas,
  sequences,
  tables,
  triggers,
  types,
  unmodelled,
  views,
}
