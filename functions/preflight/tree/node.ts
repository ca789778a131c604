import type { Node } from '@supabase/pg-parser/17/types'

export type { Node }

/** The names of PostgreSQL's parse nodes. */
export type NodeType = Node extends infer N ? (N extends unknown ? keyof N : never) : never
/** The fields of a parse node of one type. */
export type NodeOf<K extends NodeType> = Extract<Node, Record<K, unknown>>[K]

/** The fields of a node where it is of a type, else null. */
export function as<K extends NodeType>(node: Node | undefined, type: K): NodeOf<K> | null {
  // A generic key narrows no union: this one cast says what `type in node` has just shown.
  return node !== undefined && type in node ? (node[type as keyof Node] as NodeOf<K>) : null
}

/** Those nodes of a list that are of a type. */
export function all<K extends NodeType>(nodes: readonly Node[] | undefined, type: K): NodeOf<K>[] {
  const found: NodeOf<K>[] = []
  for (const node of nodes ?? []) {
    const one = as(node, type)
    if (one !== null) found.push(one)
  }
  return found
}

/** The strings in a list of String nodes: the parts of a name, the columns of a key. */
export const strings = (nodes: readonly Node[] | undefined): string[] =>
  all(nodes, 'String').map(({ sval = '' }) => sval)

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Every node of a type anywhere below a value, the outer before the inner. */
export function below<K extends NodeType>(value: unknown, type: K): NodeOf<K>[] {
  const found: NodeOf<K>[] = []
  collect(value, type, found)
  return found
}

function collect<K extends NodeType>(value: unknown, type: K, found: NodeOf<K>[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, type, found)
  else if (isRecord(value))
    for (const name in value) {
      const inner = value[name]
      if (name === type && isRecord(inner)) found.push(inner as NodeOf<K>)
      collect(inner, type, found)
    }
}
