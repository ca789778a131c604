import type { Extensions } from '@electric-sql/pglite'

/** Where PGlite keeps an extension, by the name that CREATE EXTENSION uses. */
const PLACES: Record<string, { module: string; name: string }> = {
  vector: { module: '@electric-sql/pglite-pgvector', name: 'vector' },
}

const CONTRIB = [
  'amcheck',
  'auto_explain',
  'bloom',
  'btree_gin',
  'btree_gist',
  'citext',
  'cube',
  'dict_int',
  'dict_xsyn',
  'earthdistance',
  'file_fdw',
  'fuzzystrmatch',
  'hstore',
  'intarray',
  'isn',
  'lo',
  'ltree',
  'pageinspect',
  'pg_buffercache',
  'pg_freespacemap',
  'pg_surgery',
  'pg_trgm',
  'pg_visibility',
  'pg_walinspect',
  'pgcrypto',
  'seg',
  'tablefunc',
  'tcn',
  'tsm_system_rows',
  'tsm_system_time',
  'unaccent',
  'uuid-ossp',
]

/** What CREATE EXTENSION … CASCADE makes first. */
const REQUIRES: Record<string, string[]> = { earthdistance: ['cube'] }

/** The PGlite builds of some extensions; those that PGlite lacks are left out. Loading all at once stops it from starting. */
export async function pgliteExtensions(wanted: readonly string[]): Promise<Extensions> {
  const loaded: Extensions = {}
  for (const extension of new Set(wanted.flatMap((name) => [...(REQUIRES[name] ?? []), name]))) {
    const name = extension.replaceAll('-', '_')
    const place =
      PLACES[extension] ??
      (CONTRIB.includes(extension) ? { module: `@electric-sql/pglite/contrib/${name}`, name } : null)
    if (place === null) continue
    const module = (await import(place.module)) as Record<string, Extensions[string]>
    const found = module[place.name]
    if (found) loaded[place.name] = found
  }
  return loaded
}

const CREATE = /create\s+extension\s+(?:if\s+not\s+exists\s+)?(?:"([^"]+)"|(\w+))(?:(?!-->)[^;])*;?/gi
const COMMENT = /comment\s+on\s+extension\s+(?:"([^"]+)"|(\w+))\s+is(?:(?!-->)[^;])*;?/gi

/** The extensions that some SQL creates, also inside a DO block. */
export const extensionsIn = (sql: string): string[] =>
  [...blankComments(sql).matchAll(CREATE)].map(([, a, b]) => a ?? b?.toLowerCase() ?? '')

/** Comments become blanks of the same length; what looks like one inside a string stays. */
const blankComments = (sql: string) =>
  sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, (text) =>
    text.startsWith('-') || text.startsWith('/') ? blank(text) : text,
  )

const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ')

/** The SQL without the statements about some extensions: blanks stand in their place, so that every line stays where it was. */
export function withoutExtensions(sql: string, missing: ReadonlySet<string>): string {
  if (missing.size === 0) return sql
  const pass = (statement: string, quoted?: string, bare?: string) =>
    missing.has(quoted ?? bare?.toLowerCase() ?? '') ? blank(statement) : statement
  return sql.replaceAll(CREATE, pass).replaceAll(COMMENT, pass)
}
