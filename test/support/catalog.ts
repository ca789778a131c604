import { factsCte, factStatement } from '../../functions/collect/catalog.ts'
import { readCatalog } from '../../scripts/catalog.ts'

/** Statement → all facts of a database whose journal has Drizzle's default name. */
export const ALL_FACTS = factStatement(factsCte(readCatalog(), { schema: 'drizzle', table: '__drizzle_migrations' }))
