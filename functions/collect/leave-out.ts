import type { CatalogSql } from './catalog.ts'
import { readsIn, withoutParts, type Node, type Reads } from './needs.ts'

/** The catalog without what reads some relations of pg_catalog, and the texts that it lacks. */
export interface LeftOut {
  sql: CatalogSql
  /** Names, in order. */
  texts: string[]
}

/** The queries that every statement reads beside the facts (catalog.ts, fingerprintStatement). */
const READ_BESIDE = ['any_lock', 'locked_relations']

/** What every statement reads, and types: their names stand in what other texts print. */
const VITAL = ['pg_attribute', 'pg_class', 'pg_namespace', 'pg_type']

/**
 * The catalog without the texts that need one of some relations of pg_catalog, by themselves or through the queries of
 * scope.sql that they read from, and without these queries: PostgreSQL asks for the right to read whatever a statement
 * names. A relation that everything needs stays where it is, as does one that nothing names.
 */
export function leaveOut(sql: CatalogSql, closed: readonly string[]): LeftOut {
  const reads = readsIn(sql)
  const always = alwaysRead(reads)
  const vital = new Set([...VITAL, ...relationsOf(reads, always)])
  const gone = new Set(closed.filter((name) => !vital.has(name)))
  const kinds = [...reads.texts].filter(([name]) => name !== 'facts' && name !== 'surroundings')
  const kept = kinds.filter(([, node]) => !anyOf(relationsOf(reads, [node]), gone))
  const keeps = new Set(kept.map(([name]) => name))
  const texts = kinds.map(([name]) => name).filter((name) => !keeps.has(name))
  if (texts.length === 0) return { sql, texts }
  const scope = scopeOf(reads, [...always, ...kept.map(([, node]) => node)], gone)
  const { facts, ...rest } = sql
  const left = Object.entries(rest).filter(([name]) => !texts.includes(name))
  return { sql: { ...Object.fromEntries(left), locks: '', scope, facts }, texts: texts.toSorted() }
}

const anyOf = (names: ReadonlySet<string>, of: ReadonlySet<string>) => [...names].some((name) => of.has(name))

/** What every statement reads from. */
const alwaysRead = ({ queries, texts }: Reads): Node[] => [
  ...[...texts].flatMap(([name, node]) => (name === 'facts' ? [node] : [])),
  ...queries.filter(({ name }) => READ_BESIDE.includes(name)),
]

/** The queries that some texts read, in one step or several, without the parts that read what is gone. */
function scopeOf({ queries }: Reads, nodes: readonly Node[], gone: ReadonlySet<string>): string {
  const isGone = (relations: ReadonlySet<string>) => anyOf(relations, gone)
  const read = new Set([...READ_BESIDE, ...nodes.flatMap(({ reads }) => [...reads.keys()])])
  for (const query of queries.toReversed())
    if (read.has(query.name)) for (const name of query.reads.keys()) read.add(name)
  return queries
    .filter(({ name }) => read.has(name))
    .map(({ name, sql }) => `${name} as materialized (\n${withoutParts(name, sql, isGone)})`)
    .join(',\n')
}

/** The relations on which what some nodes say hangs. */
function relationsOf({ queries }: Reads, nodes: readonly Node[]): Set<string> {
  const found = new Set<string>()
  const seen = new Set<string>()
  const visit = ({ relations, optional, reads }: Node, all: boolean): void => {
    for (const name of relations) found.add(name)
    if (all) for (const name of optional) found.add(name)
    for (const [name, whole] of reads) {
      const query = queries.find((own) => own.name === name)
      if (query === undefined || seen.has(`${name} ${whole}`)) continue
      seen.add(`${name} ${whole}`)
      visit(query, whole)
    }
  }
  for (const node of nodes) visit(node, false)
  return found
}
