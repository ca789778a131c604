import type { CatalogSql } from '../../functions/collect/catalog.ts'
import { kindOf, type Fact } from '../../functions/model/fact.ts'
import { readCatalog } from '../catalog.ts'

/** The schema in which a restore notes how far it is; no part of any backup. */
export const STATE_SCHEMA = 'plumbline_restore'

/** What a look leaves out, and a backup must hold: without its journals, Drizzle and the Supabase CLI would begin anew. */
const JOURNALS = ['drizzle', 'supabase_migrations']

/** The texts of supabase/catalog, reading the schemas of the journals as well. @throws where scope.sql does not name them */
export function backupCatalog(): CatalogSql {
  const catalog = readCatalog()
  return { ...catalog, scope: JOURNALS.reduce(reading, catalog.scope) }
}

function reading(scope: string, schema: string): string {
  const name = new RegExp(`, '${schema}'`)
  if (!name.test(scope)) throw new Error(`supabase/catalog/scope.sql leaves out no schema ${schema}`)
  return scope.replace(name, '')
}

/** No journal is left out of a backup: this one does not exist. */
export const NO_JOURNAL = { schema: STATE_SCHEMA, table: 'none' }

const OF_STATE = new RegExp(`[:.]${STATE_SCHEMA}(?:[./]|$)`)

/** Whether a fact is of the schema in which a restore notes how far it is. */
export const isOfState = ({ key }: Pick<Fact, 'key'>): boolean => OF_STATE.test(key)

/** The schema of the platform's whose rows a backup may leave out, that a foreign key refers to; null: it refers to none. */
export const refersTo = ({ key, value }: Fact): 'auth' | 'storage' | null => {
  if (kindOf(key) !== 'constraint') return null
  const schema = /^FOREIGN KEY \(.*?\) REFERENCES (auth|storage)\./.exec(value)?.[1]
  return schema === 'auth' || schema === 'storage' ? schema : null
}
