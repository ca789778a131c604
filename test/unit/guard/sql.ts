import { PgParser } from '@supabase/pg-parser'

/** A node of PostgreSQL's parse tree: `{ SelectStmt: {…} }` is the type and what it holds. */
export interface SqlNode {
  type: string
  body: Readonly<Record<string, unknown>>
}

const parser = new PgParser({ version: 17 })

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The statements of a text, as PostgreSQL itself parses them. @throws where it would refuse the text */
export async function statementsOf(sql: string): Promise<SqlNode[]> {
  const { tree, error } = await parser.parse(sql)
  if (error) throw error
  return (tree.stmts ?? []).flatMap(({ stmt }) => nodeOf(stmt))
}

/** `{ FuncCall: {…} }` → the node; nothing for a value that is no node. */
export function nodeOf(value: unknown): SqlNode[] {
  if (!isRecord(value)) return []
  const entries = Object.entries(value)
  const [type, body] = entries[0] ?? []
  return entries.length === 1 && type !== undefined && /^[A-Z]/.test(type) && isRecord(body) ? [{ type, body }] : []
}

/** A node and all below it. Statements stand in some fields without their type: set operations and CTEs do. */
export function allNodes(node: SqlNode, skip: (node: SqlNode) => boolean = () => false): SqlNode[] {
  if (skip(node)) return []
  const below = (value: unknown): SqlNode[] => {
    if (Array.isArray(value)) return value.flatMap(below)
    const [typed] = nodeOf(value)
    if (typed) return allNodes(typed, skip)
    return isRecord(value) ? Object.values(value).flatMap(below) : []
  }
  return [node, ...Object.values(node.body).flatMap(below)]
}

/** The strings in a list of String nodes: the parts of a name. */
export const namesIn = (list: unknown): string[] =>
  Array.isArray(list)
    ? list.flatMap(nodeOf).flatMap(({ body }) => (typeof body.sval === 'string' ? [body.sval] : []))
    : []
