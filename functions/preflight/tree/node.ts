import type { Node } from '@supabase/pg-parser/17/types'

export type { Node }

/** The names of PostgreSQL's parse nodes. */
export type NodeType = Node extends infer N ? (N extends unknown ? keyof N : never) : never
/** The fields of a parse node of one type. */
export type NodeOf<K extends NodeType> = Extract<Node, Record<K, unknown>>[K]

/** The fields of a node where it is of a type, else null. */
export function as<K extends NodeType>(node: Node | undefined, type: K): NodeOf<K> | null {
  // A generic key narrows no union: this one cast says what `type in node` has just shown.
  return node !== undefined && type in node ? (Object.values(node)[0] as NodeOf<K>) : null
}

/** Those nodes of a list that are of a type. */
export const all = <K extends NodeType>(nodes: readonly Node[] | undefined, type: K): NodeOf<K>[] =>
  (nodes ?? []).flatMap((node) => as(node, type) ?? [])

/** The strings in a list of String nodes: the parts of a name, the columns of a key. */
export const strings = (nodes: readonly Node[] | undefined): string[] =>
  all(nodes, 'String').map(({ sval = '' }) => sval)

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Every node of a type anywhere below a value, the outer before the inner. */
export function below<K extends NodeType>(value: unknown, type: K): NodeOf<K>[] {
  if (Array.isArray(value)) return value.flatMap((item) => below(item, type))
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name === type && isRecord(inner) ? [inner as NodeOf<K>] : []),
    ...below(inner, type),
  ])
}
