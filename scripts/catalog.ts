import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { CatalogSql } from '../functions/collect/catalog.ts'
import type { CheckSql } from '../functions/collect/health-statement.ts'

const folder = new URL('../supabase/catalog/', import.meta.url)

/** The texts of supabase/catalog, read from the checkout. */
export function readCatalog(): CatalogSql {
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  const texts = files.map((name) => [name.slice(0, -'.sql'.length), readFileSync(new URL(name, folder), 'utf8').trim()])
  const { locks = '', scope = '', facts = '', ...kinds } = Object.fromEntries(texts) as Record<string, string>
  return { locks, scope, facts, ...kinds }
}

/** The text of supabase/figures/relations.sql, read from the checkout. */
export const readFigures = (): Promise<string> =>
  readFile(new URL('../supabase/figures/relations.sql', import.meta.url), 'utf8')

/** The texts of supabase/checks, read from the checkout. */
export const readChecks = (): CheckSql => textsIn('checks', '')

/** The texts of supabase/performance, likewise, as `performance/name`. */
export const readPerformance = (): CheckSql => textsIn('performance', 'performance/')

/** The texts of supabase/authors, likewise, as `authors/name`. */
export const readAuthorsSql = (): CheckSql => textsIn('authors', 'authors/')

function textsIn(folder: string, prefix: string): CheckSql {
  const place = new URL(`../supabase/${folder}/`, import.meta.url)
  const files = readdirSync(place).filter((name) => name.endsWith('.sql'))
  return Object.fromEntries(
    files.map((name) => [
      `${prefix}${name.slice(0, -'.sql'.length)}`,
      readFileSync(new URL(name, place), 'utf8').trim(),
    ]),
  )
}
