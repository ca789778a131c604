import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { readAuthorsSql, readCatalog, readChecks, readPerformance } from './catalog.ts'

/** The module that brings the texts of supabase/catalog to the Edge Function, which has no other files at hand. */
export const EDGE_CATALOG = fileURLToPath(
  new URL('../supabase/functions/plumbline-catalog/catalog.ts', import.meta.url),
)

const key = (name: string) => (/^\w+$/.test(name) ? name : `'${name}'`)

const quoted = (sql: string) => `\`${sql.replaceAll(/[\\`]|\$\{/g, '\\$&')}\``

const textsOf = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts)
    .map(([name, sql]) => `  ${key(name)}: ${quoted(sql)},`)
    .join('\n')

/** What that module must hold now. */
export const edgeCatalog = (): string =>
  `import type { CatalogSql } from '../../../functions/collect/catalog.ts'
import type { CheckSql } from '../../../functions/collect/health-statement.ts'

/** The texts of supabase/catalog. Written by npm run edge:catalog: change them there. */
export const CATALOG_SQL: CatalogSql = {
${textsOf(readCatalog())}
}

/** The texts of supabase/checks, likewise. */
export const CHECK_SQL: CheckSql = {
${textsOf(readChecks())}
}

/** The texts of supabase/performance, likewise. */
export const PERFORMANCE_SQL: CheckSql = {
${textsOf(readPerformance())}
}

/** The texts of supabase/authors, likewise. */
export const AUTHORS_SQL: CheckSql = {
${textsOf(readAuthorsSql())}
}
`

if (import.meta.main) await writeFile(EDGE_CATALOG, edgeCatalog())
