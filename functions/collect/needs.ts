import type { CatalogSql } from './catalog.ts'

/** A text of supabase/catalog or a query of scope.sql and locks.sql: what it reads, comments left out. */
export interface Node {
  /** A query's name; '' for a text. */
  name: string
  sql: string
  /** Relations of pg_catalog, but for those that only a part reads which can be done without. */
  relations: ReadonlySet<string>
  /** Relations of pg_catalog that only such parts read. */
  optional: ReadonlySet<string>
  /** Names of queries, and whether all parts of them matter. */
  reads: ReadonlyMap<string, boolean>
}

/** The catalog as what reads from what. */
export interface Reads {
  texts: ReadonlyMap<string, Node>
  /** In the order in which they stand: each reads only from those before it. */
  queries: readonly Node[]
}

/** Queries that are a union over many catalogs. They may lose a part: what reads them looks for objects of its own kind. */
const IN_PARTS: ReadonlySet<string> = new Set(['objects', 'newer_keywords'])

const QUERY = /^(\w+) as materialized \(\n([\s\S]*?)^\),?$/gm

/** Reads the texts once. They are ours: test/unit/guard/closed-catalog.test.ts holds this to PostgreSQL's own parser. */
export function readsIn({ locks, scope, ...texts }: CatalogSql): Reads {
  const queries = [...withoutComments(`${locks}\n${scope}`).matchAll(QUERY)].map(([, name = '', body = '']) =>
    nodeOf(name, body),
  )
  const nodes = Object.entries(texts).map(([name, sql]) => [name, nodeOf('', withoutComments(sql))] as const)
  return { queries, texts: new Map(nodes) }
}

/** No string of these texts holds two hyphens. */
const withoutComments = (sql: string) => sql.replaceAll(/--.*$/gm, '')

function nodeOf(name: string, sql: string): Node {
  const relations = relationsIn(withoutParts(name, sql, () => true))
  const optional = new Set([...relationsIn(sql)].filter((relation) => !relations.has(relation)))
  return { name, sql, relations, optional, reads: queriesIn(sql) }
}

/** A regclass constant names a relation and does not read it; what a parenthesis follows is a function. */
const relationsIn = (sql: string): Set<string> =>
  new Set([...sql.matchAll(/(?<!')\bpg_catalog\.(pg_\w+)\b(?!\()/g)].map(([, name = '']) => name))

/**
 * Comments are on objects of every kind, so that all of them matter; others read those of one kind, and their catalog
 * beside it. Which names are keywords matters only to texts that print the names of that catalog.
 */
function queriesIn(sql: string): Map<string, boolean> {
  const named = [...sql.matchAll(/\b(?:from|join) ([a-z_]+)\b(?![.(])/g)].map(([, name = '']) => name)
  const kinds = [...sql.matchAll(/\.kind = '/g)].length
  const all = (name: string) => name === 'objects' && named.filter((own) => own === name).length !== kinds
  return new Map(named.map((name) => [name, all(name)]))
}

const PARTS = /(?<=\n {2}(?: {4})?from \(\n)([\s\S]*?)(?=\n {2}(?: {4})?\) \w+\n)/
const UNION = /\n +union all(?=\s)/

/** A query without some of its parts. The first stays: it names the columns. */
export function withoutParts(name: string, sql: string, isGone: (relations: ReadonlySet<string>) => boolean): string {
  if (!IN_PARTS.has(name)) return sql
  return sql.replace(PARTS, (parts: string) =>
    parts
      .split(UNION)
      .filter((part, i) => i === 0 || !isGone(relationsIn(part)))
      .join('\n    union all'),
  )
}
